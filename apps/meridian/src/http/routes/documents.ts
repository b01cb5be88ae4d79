import { Type } from "@fastify/type-provider-typebox";
import { fromBase64, fromHex, textOf } from "@meridian/base/bytes";
import type { Commitment, OrganisationId, PersonId } from "@meridian/base/ids";
import { parseJson } from "@meridian/base/json";
import { DOCUMENT_BYTES_MAX } from "@meridian/base/limits";
import { Secret } from "@meridian/base/secret";
import { hexBytes, id, list, object, optional, text } from "@meridian/base/shape";
import { contentOfShape } from "@meridian/vault/content-of";
import { encodeParcel } from "@meridian/vault/parcel-codec";
import type { FastifyReply } from "fastify";
import type { Custody } from "../../custody/custody.ts";
import { releaseRequestShape } from "../../custody/release-request.ts";
import { isSessionHeader } from "../../desk/sessions.ts";
import { logLook, readerOf } from "../authorize.ts";
import type { App, Gateway } from "../gateway.ts";
import type { Reader } from "../reader.ts";
import { Refused, refuse, refuseAtDesk } from "../refusal.ts";
import { AnyJson, bodyOf, Hash, refusals, validatorOf } from "../schemas.ts";

const BODY_BYTES_MAX = 16_777_216;
const DOCUMENTS_MAX = 100;
const tags = ["documents"];
const PARCEL = "application/octet-stream";

const depositShape = object({
  documents: list(
    object({
      patient: id<PersonId>(),
      kind: id<string>("code of the kind, such as prescription"),
      content: text({ max: 4 * Math.ceil(DOCUMENT_BYTES_MAX / 3), description: "base64, RFC 4648 section 4" }),
      /** X25519; with it the patient gets a copy of the document's key. */
      patientKey: optional(hexBytes(32)),
      /** Under which prescriptions it leaves; without it, under none. */
      contentOf: optional(contentOfShape),
    }),
    { min: 1, max: DOCUMENTS_MAX },
  ),
});

/** Documents of the organisations whose vault this node is. */
export function documentRoutes(app: App, gateway: Gateway): void {
  const { custody } = gateway;
  if (custody === undefined) return;
  depositRoute(app, gateway, custody);
  staffRoute(app, gateway, custody);

  app.post(
    "/v1/documents/release",
    {
      schema: {
        tags,
        summary: "Ask for a document; it leaves sealed to the recipient's key, once the ledger has the disclosure",
        body: bodyOf(releaseRequestShape),
        response: { 200: AnyJson, ...refusals },
      },
      validatorCompiler: validatorOf(releaseRequestShape),
    },
    async (request, reply) => {
      const released = await custody.release(request.body);
      if (!released.ok) throw new Refused(released.error);
      const { disclosure, parcel } = released.value;
      reply.header("meridian-disclosure", disclosure);
      return sendParcel(reply, encodeParcel(parcel));
    },
  );

  app.get(
    "/v1/documents/:commitment/copy",
    {
      schema: {
        tags,
        summary: "The patient's own copy, which only the patient's key opens",
        params: Type.Object({ commitment: Hash }),
        response: { 200: AnyJson, ...refusals },
      },
    },
    async (request, reply) => {
      const { holder } = await readerOf(gateway, request);
      if (holder.type === "none") return refuse({ code: "authorization-needed" });
      const copy = await custody.patientCopy(request.params.commitment as Commitment);
      if (!copy.ok) throw new Refused(copy.error);
      if (holder.type !== "person" || holder.person !== copy.value.patient)
        return refuse({ code: "not-for-this-reader" });
      return sendParcel(reply, encodeParcel(copy.value));
    },
  );
}

const Custodian = Type.Optional(
  Type.String({ maxLength: 64, description: "in which institution; default the only one" }),
);

/** For staff of the custodian. Nothing leaves the house, so the ledger is not asked; that somebody looked is written down. */
function staffRoute(app: App, gateway: Gateway, custody: Custody): void {
  app.get(
    "/v1/documents/:commitment",
    {
      schema: {
        tags,
        summary: "A document for staff of its custodian; the patient sees in the access log who looked",
        params: Type.Object({ commitment: Hash }),
        querystring: Type.Object({ custodian: Custodian }),
        response: { 200: AnyJson, ...refusals },
      },
    },
    async (request, reply) => {
      const reader = await readerOf(gateway, request);
      if (reader.key === "") return refuse({ code: "authorization-needed" });
      const custodian = custodianOf(custody, reader, request.query.custodian);
      const opened = await custody.openForStaff(request.params.commitment as Commitment, custodian);
      if (!opened.ok) throw new Refused(opened.error);
      const { patient, kind, document } = opened.value;
      logLook(gateway, reader, `document/${kind}`, [patient]);
      reply.header("meridian-document-kind", kind);
      return sendParcel(reply, document.reveal());
    },
  );
}

/** The house in which somebody acts: the one that is named, or the only one. */
function custodianOf(custody: Custody, { organisations }: Reader, named: string | undefined): OrganisationId {
  const own = organisations.map(({ id }) => id);
  const [only] = own;
  if (named === undefined && own.length > 1) return refuseAtDesk({ code: "custodian-needed" });
  const custodian = named === undefined ? only : own.find((id) => id === named);
  if (custodian === undefined || !custody.keepsFor(custodian)) return refuse({ code: "not-for-this-reader" });
  return custodian;
}

/** A hospital's own system stores; the signature covers the bytes of the body, so they are kept as they came. */
function depositRoute(app: App, gateway: Gateway, custody: Custody): void {
  app.register(async (scope: App) => {
    scope.removeContentTypeParser("application/json");
    scope.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
    scope.post(
      "/v1/documents",
      {
        bodyLimit: BODY_BYTES_MAX,
        schema: {
          tags,
          summary:
            "Store documents in the vault of the institution that signs the request, or where the session's person works",
          querystring: Type.Object({ custodian: Custodian }),
          body: bodyOf(depositShape),
          response: { 201: Type.Object({ documents: Type.Array(Type.Object({ commitment: Hash })) }), ...refusals },
        },
        // What is validated is what was parsed from the signed bytes, below.
        validatorCompiler: () => () => true,
      },
      async (request, reply) => {
        const { method, url, headers } = request;
        const raw = request.body as unknown as Buffer;
        const { authorization } = headers;
        const reader = await gateway.readers.write({ method, url, authorization }, raw);
        await gateway.limitKey(request, reader.key);
        // A signature of a person's own covers no custodian; in a session it is where one works.
        const isInSession = isSessionHeader(authorization ?? "");
        if (!isInSession && reader.holder.type !== "organisation") return refuse({ code: "not-for-this-reader" });
        const custodian = custodianOf(custody, reader, namedIn(request.query));
        const { documentKeys } = gateway.desk;
        const stored = await custody.putMany(
          depositOf(raw).documents.map(({ patient, kind, content, patientKey, contentOf }, index) => ({
            patient,
            custodian,
            kind,
            ...(contentOf && { contentOf }),
            document: new Secret(fromBase64(content) ?? refuse(fault(`body.documents[${index}].content`))),
            ...copyTo(patientKey ?? documentKeys.publicKeyOf(patient)),
          })),
        );
        if (!stored.ok) throw new Refused(stored.error);
        return reply.code(201).send({ documents: stored.value.map(({ commitment }) => ({ commitment })) });
      },
    );
  });
}

/** Whether there is a copy for the patient, and to which key. */
const copyTo = (patientKey: string | undefined) =>
  patientKey === undefined ? {} : { patientPublicKey: fromHex(patientKey) ?? new Uint8Array() };

/** What is validated here is only the body, so the address is read with care. */
const namedIn = (query: { readonly custodian?: unknown }): string | undefined =>
  query.custodian === undefined ? undefined : String(query.custodian);

type Deposit = NonNullable<(typeof depositShape)["type"]>;

function depositOf(raw: Buffer): Deposit {
  const parsed = parseJson(textOf(raw) ?? "");
  if (parsed === undefined) return refuse({ code: "malformed-json" });
  const at = depositShape.fault(parsed, "body");
  return at === undefined ? (parsed as Deposit) : refuse(fault(at));
}

const fault = (at: string) => ({ code: "invalid-request", at }) as const;

const sendParcel = (reply: FastifyReply, parcel: Uint8Array): FastifyReply =>
  reply.type(PARCEL).header("cache-control", "no-store").send(Buffer.from(parcel));
