import { Type } from "@fastify/type-provider-typebox";
import { asHeight, type TransactionId } from "@meridian/base/ids";
import { parseJson } from "@meridian/base/json";
import type { Result } from "@meridian/base/result";
import { contracts } from "@meridian/network/domains";
import { type Evidence, writeEvidence } from "@meridian/proof/evidence";
import type { FastifyReply, FastifyRequest } from "fastify";
import {
  type EvidenceFault,
  evidenceOfEvent,
  evidenceOfRecord,
  evidenceOfTransaction,
} from "../../evidence/evidence.ts";
import { isNamedIn, isOpen } from "../audience.ts";
import { admitTo, logRecords, readerOf } from "../authorize.ts";
import type { App, Gateway } from "../gateway.ts";
import { isOfAuthority, type Reader } from "../reader.ts";
import { Refused, refusalOf, refuse } from "../refusal.ts";
import { AnyJson, Hash, Height, refusals } from "../schemas.ts";
import { placesOf } from "../subjects.ts";

const Name = Type.String({ maxLength: 256 });
const response = { 200: AnyJson, ...refusals };
const tags = ["evidence"];

/** Evidence files, which a stranger checks offline. Who may not read something gets no proof of it either. */
export function evidenceRoutes(app: App, gateway: Gateway): void {
  const { node } = gateway;
  const send = async (request: FastifyRequest, reply: FastifyReply, made: Result<Evidence, EvidenceFault>) => {
    if (!made.ok) throw new Refused(refusalOf(faultOf(made.error)));
    await admit(gateway, await readerOf(gateway, request), made.value);
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
      return send(request, reply, await evidenceOfEvent(node, { height: asHeight(height), position }));
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
    async (request, reply) => send(request, reply, await evidenceOfEvent(node, request.query)),
  );

  app.get(
    "/v1/evidence/transactions/:id",
    {
      schema: { tags, summary: "Evidence of how a transaction ended", params: Type.Object({ id: Hash }), response },
    },
    async (request, reply) =>
      send(request, reply, await evidenceOfTransaction(node, request.params.id as TransactionId)),
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
      return send(request, reply, await evidenceOfRecord(node, domain, id));
    },
  );
}

type Subject = Evidence["subject"];
type Payload = { readonly commands?: readonly { readonly domain?: string }[] };

/** Evidence shows the whole transaction, so each of its commands must be open to the reader, or name the reader. */
async function admit(gateway: Gateway, reader: Reader, { subject, transaction }: Evidence): Promise<void> {
  const payload = parseJson(transaction?.payload ?? "") as Payload | undefined;
  const isOpenThroughout = (payload?.commands ?? []).every(({ domain }) => isOpen(domain ?? ""));
  const place = placeOf(subject);
  if (isOpenThroughout && (place === undefined || isOpen(place.domain))) return;
  const shown = [subject, payload, transaction?.signatures];
  const isNamed = isNamedIn(reader.ids, shown);
  if (reader.authority !== undefined || (isNamed && isOfAuthority(reader))) {
    const places = [...(place === undefined ? [] : [place]), ...placesOf(payload?.commands ?? [])];
    return logRecords(gateway, reader, `evidence/${place?.domain ?? "transaction"}`, places, shown);
  }
  if (isNamed) return;
  if (place !== undefined) return admitTo(gateway, reader, `evidence/${place.domain}`, place, shown);
  refuse({ code: reader.key === "" ? "authorization-needed" : "not-for-this-reader" });
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
