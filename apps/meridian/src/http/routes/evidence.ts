import { Type } from "@fastify/type-provider-typebox";
import { asHeight, type TransactionId } from "@meridian/base/ids";
import type { Result } from "@meridian/base/result";
import { contracts } from "@meridian/network/domains";
import { type Evidence, writeEvidence } from "@meridian/proof/evidence";
import type { FastifyReply } from "fastify";
import {
  type EvidenceFault,
  evidenceOfEvent,
  evidenceOfRecord,
  evidenceOfTransaction,
} from "../../evidence/evidence.ts";
import { admitToAbsence, hasNode } from "../absence.ts";
import { isOpen } from "../audience.ts";
import { admitTo, readerOf } from "../authorize.ts";
import type { App, Gateway } from "../gateway.ts";
import type { Reader } from "../reader.ts";
import { Refused, refusalOf, refuse } from "../refusal.ts";
import { AnyJson, Hash, Height, refusals } from "../schemas.ts";
import { admitToWhole } from "../whole-transaction.ts";

const Name = Type.String({ maxLength: 256 });
const response = { 200: AnyJson, ...refusals };
const tags = ["evidence"];

/** Evidence files, which a stranger checks offline. Who may not read something gets no proof of it either. */
export function evidenceRoutes(app: App, gateway: Gateway): void {
  const { node } = gateway;
  const send = async (reader: Reader, reply: FastifyReply, made: Result<Evidence, EvidenceFault>) => {
    if (!made.ok) throw new Refused(refusalOf(faultOf(made.error)));
    await admit(gateway, reader, made.value);
    // The file is canonical JSON; any other spelling of it would be another file.
    return reply.type("application/json; charset=utf-8").serializer(String).send(writeEvidence(made.value));
  };

  app.get(
    "/v1/evidence/events/:height/:position",
    {
      schema: {
        tags,
        summary: "Evidence that an event happened, by its place",
        params: Type.Object({ height: Height, position: Type.Integer({ minimum: 0, maximum: 1_000_000 }) }),
        response,
      },
    },
    async (request, reply) => {
      const { height, position } = request.params;
      const reader = await readerOf(gateway, request);
      return send(reader, reply, await evidenceOfEvent(node, { height: asHeight(height), position }));
    },
  );

  app.get(
    "/v1/evidence/events",
    {
      schema: {
        tags,
        summary: "Evidence of the latest event of a record, or the latest of a type",
        querystring: Type.Object({ domain: Name, record: Name, type: Type.Optional(Name) }),
        response,
      },
    },
    async (request, reply) => {
      const { domain, record } = request.query;
      if (!contracts.has(domain)) return refuse({ code: "unknown-domain" });
      const reader = await readerOf(gateway, request);
      const admitted = () => admitTo(gateway, reader, `evidence/${domain}`, { domain, record }, null);
      // Nothing is looked for in the name of a key that anybody can make, unless the record names it.
      if (!isOpen(domain) && reader.holder.type === "none") await admitted();
      const made = await evidenceOfEvent(node, request.query);
      // An event may name who is gone from its record; but that there is none is told to who may see the record.
      if (!made.ok) await admitted();
      return send(reader, reply, made);
    },
  );

  app.get(
    "/v1/evidence/transactions/:id",
    {
      schema: { tags, summary: "Evidence of how a transaction ended", params: Type.Object({ id: Hash }), response },
    },
    async (request, reply) => {
      const reader = await readerOf(gateway, request);
      return send(reader, reply, await evidenceOfTransaction(node, request.params.id as TransactionId));
    },
  );

  app.get(
    "/v1/evidence/records/:domain/:id",
    {
      schema: {
        tags,
        summary: "Evidence of what a record holds, or that there is none",
        params: Type.Object({ domain: Name, id: Name }),
        response,
      },
    },
    async (request, reply) => {
      const { domain, id } = request.params;
      if (!contracts.has(domain)) return refuse({ code: "unknown-domain" });
      const reader = await readerOf(gateway, request);
      return send(reader, reply, await evidenceOfRecord(node, domain, id));
    },
  );
}

type Subject = Evidence["subject"];

/** Evidence shows the whole transaction, and the event or record beside it. */
async function admit(gateway: Gateway, reader: Reader, { subject, transaction }: Evidence): Promise<void> {
  const place = placeOf(subject);
  const seen = place && { place, shown: subject };
  if (transaction !== undefined) return admitToWhole(gateway, reader, transaction, seen);
  if (place === undefined) return;
  if (subject.type === "absence") {
    await admitToAbsence(gateway, reader, `evidence/${place.domain}`, place);
    // As with records: the proof shows hashes of whatever lies in the same bucket.
    if (!(await hasNode(gateway, reader))) refuse({ code: "absence-not-shown" });
    return;
  }
  return admitTo(gateway, reader, `evidence/${place.domain}`, place, subject);
}

function placeOf(subject: Subject): { readonly domain: string; readonly record: string } | undefined {
  switch (subject.type) {
    case "event":
      return { domain: subject.envelope.domain, record: subject.envelope.record };
    case "record":
    case "absence":
      return { domain: subject.domain, record: subject.record };
    case "transaction":
      return undefined;
  }
}

function faultOf(fault: EvidenceFault) {
  switch (fault.code) {
    case "other-validators":
    case "malformed":
      return { code: "internal" } as const;
    case "not-yet-provable":
    case "genesis-event":
    case "unknown-event":
    case "before-history":
    case "unknown-transaction":
      return { code: fault.code } as const;
  }
}
