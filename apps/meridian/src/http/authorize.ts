import { asSeconds, type OrganisationId } from "@meridian/base/ids";
import type { Row } from "@meridian/kernel/view";
import type { FastifyRequest } from "fastify";
import { isSessionHeader } from "../desk/sessions.ts";
import { isNamedIn, isOpen } from "./audience.ts";
import type { Gateway } from "./gateway.ts";
import { type Follower, isOfAuthority, type Reader } from "./reader.ts";
import { refuse, refuseAtDesk } from "./refusal.ts";
import { ownerOf, type Place, type ReadRecord, subjectsOf, subjectsOfRows } from "./subjects.ts";

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

/** Writes down for those whom it is about that somebody looked, whoever it is. */
export function logLook(
  { accessLog, readers }: Gateway,
  reader: Reader,
  what: string,
  subjects: Iterable<string>,
): void {
  const { holder, key } = reader;
  if (holder.type === "none") return;
  const name = holder.type === "person" ? holder.person : holder.organisation;
  accessLog.add({ at: asSeconds(readers.now), reader: name, key, what }, subjects);
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

/** Writes down for those whom rows are about that an authority reads them, or refuses it: nobody would learn of it. */
export async function logRows(
  gateway: Gateway,
  reader: Reader,
  what: string,
  table: string,
  rows: readonly Row[],
): Promise<void> {
  if (!isOfAuthority(reader)) return;
  const subjects = await subjectsOfRows(readIn(gateway), table, rows);
  logLook(gateway, reader, what, subjects ?? refuse({ code: "nobody-to-tell" }));
}

/**
 * Writes down that an authority reads records and what stands about them, before anything else is asked: that it is
 * named in them, as by its own hold, makes no look unseen. Whose they are must be known, unless they are its own.
 */
export async function logRecords(
  gateway: Gateway,
  reader: Reader,
  what: string,
  places: readonly Place[],
  shown: unknown,
): Promise<void> {
  const subjects = await subjectsOf(readIn(gateway), places, shown);
  if (subjects === undefined && !isNamedIn(reader.ids, shown)) refuse({ code: "nobody-to-tell" });
  logLook(gateway, reader, what, subjects ?? []);
}

/**
 * Lets a reader see a record and what stands about it: anybody if its domain is open, whom it names or whose it is, and
 * a supervising authority, whose reading is written down. All others are refused.
 */
export async function admitTo(
  gateway: Gateway,
  reader: Reader,
  what: string,
  place: Place,
  shown: unknown,
): Promise<void> {
  const { domain, record } = place;
  if (isOpen(domain)) return;
  if (reader.authority !== undefined) return logRecords(gateway, reader, what, [place], shown);
  const isNamed =
    reader.ids.includes(record) ||
    isNamedIn(reader.ids, [shown, ownerOf(place)]) ||
    isNamedIn(reader.ids, await readIn(gateway)<unknown>({ domain, initial: null }, record));
  // Who reads only what names the own house is not unseen for that, in a house that can name itself by a hold.
  if (isNamed) return isOfAuthority(reader) ? logRecords(gateway, reader, what, [place], shown) : undefined;
  if (reader.key === "") refuse({ code: "authorization-needed" });
  refuse({ code: "not-for-this-reader" });
}

const readIn =
  ({ registry }: Gateway): ReadRecord =>
  (contract, id) =>
    registry.read(contract, id);
