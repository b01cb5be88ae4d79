import { textOf } from "@meridian/base/bytes";
import { asSeconds, type OrganisationId } from "@meridian/base/ids";
import { parseJson } from "@meridian/base/json";
import { recordKeyOf } from "@meridian/kernel/roots";
import type { FastifyRequest } from "fastify";
import { isSessionHeader } from "../desk/sessions.ts";
import { isNamedIn, isOpen, patientsIn } from "./audience.ts";
import type { Gateway } from "./gateway.ts";
import type { Follower, Reader } from "./reader.ts";
import { refuse, refuseAtDesk } from "./refusal.ts";

/** Who asks, by the request's own signature. */
export async function readerOf({ readers, limitKey }: Gateway, request: FastifyRequest): Promise<Reader> {
  const { method, url, headers } = request;
  const reader = await readers.read({ method, url, authorization: headers.authorization });
  if (reader.key !== "") await limitKey(request, reader.key);
  return reader;
}

/** As `readerOf`, for an answer that does not end. */
export async function followerOf({ readers, limitKey }: Gateway, request: FastifyRequest): Promise<Follower> {
  const { method, url, headers } = request;
  const follower = await readers.follow({ method, url, authorization: headers.authorization });
  if (follower.key !== "") await limitKey(request, follower.key);
  return follower;
}

/** The session in which somebody asks; a signed request is none. */
export async function sessionOf({ readers, limitKey }: Gateway, request: FastifyRequest) {
  const { authorization = "" } = request.headers;
  if (!isSessionHeader(authorization)) return refuseAtDesk({ code: "session-needed" });
  const found = await readers.session(authorization);
  await limitKey(request, found.reader.key);
  return found;
}

/** Writes down for the patients concerned that somebody looked, whoever it is. */
export function logLook({ accessLog, readers }: Gateway, { holder, key }: Reader, what: string, read: unknown): void {
  if (holder.type === "none") return;
  const reader = holder.type === "person" ? holder.person : holder.organisation;
  accessLog.add({ at: asSeconds(readers.now), reader, key, what }, patientsIn(read));
}

/**
 * Writes down for an organisation which of its staff had something signed with its key: on the ledger stands its signature
 * alone. Kept before the signature leaves, by the id of what was signed.
 */
export function logSigning(
  { accessLog, readers }: Gateway,
  { holder, key }: Reader,
  organisation: OrganisationId,
  acts: readonly string[],
): void {
  if (holder.type !== "person") return;
  const entry = { at: asSeconds(readers.now), reader: holder.person, key };
  for (const act of acts) accessLog.add({ ...entry, what: `signature/${act}` }, [houseIn(organisation)]);
}

/** An organisation in the log of who looked. No id of a person has a slash, and theirs are of two registers. */
export const houseIn = (organisation: OrganisationId): string => `organisation/${organisation}`;

/** Writes down for the patients concerned that an authority read something. */
export function logAccess({ accessLog, readers }: Gateway, reader: Reader, what: string, read: unknown): void {
  const { authority, holder, key } = reader;
  if (authority === undefined) return;
  const name = holder.type === "person" ? holder.person : authority;
  accessLog.add({ at: asSeconds(readers.now), reader: name, key, what }, patientsIn(read));
}

/**
 * Lets a reader see a record and what stands about it: anybody if its domain is open, whom it names, and a supervising
 * authority, whose reading is written down. All others are refused.
 */
export async function admitTo(
  gateway: Gateway,
  reader: Reader,
  what: string,
  { domain, record }: { readonly domain: string; readonly record: string },
  shown: unknown,
): Promise<void> {
  if (isOpen(domain) || reader.ids.includes(record) || isNamedIn(reader.ids, shown)) return;
  const { value } = await gateway.node.engine.proveRecord(recordKeyOf(domain, record));
  const state = value === null ? null : parseJson(textOf(value) ?? "");
  if (isNamedIn(reader.ids, state)) return;
  if (reader.authority !== undefined) return logAccess(gateway, reader, what, [shown, state, record]);
  if (reader.key === "") refuse({ code: "authorization-needed" });
  refuse({ code: "not-for-this-reader" });
}
