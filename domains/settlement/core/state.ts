import type { Commitment, Hash, OrganisationId, PersonId, PrescriptionId, SettlementId } from "@meridian/base/ids";
import type { Legs } from "./adjudicate.ts";
import type { Accrue, Command, Used } from "./schema.ts";
import { type Scheme, schemeHash } from "./scheme.ts";

/** Three families of records in one domain: settlements, the standing of a person in a year, schemes. */
export type Settlement = Legs & {
  readonly status: "adjudicated" | "negated";
  readonly id: SettlementId;
  readonly prescription: PrescriptionId;
  readonly patient: PersonId;
  readonly pharmacy: OrganisationId;
  readonly insurer: OrganisationId;
  readonly scheme: Hash;
  readonly detail: Commitment;
  readonly cashPaid: boolean;
  readonly year: number;
  readonly deductible: Legs["total"];
  readonly limits: Accrue["limits"];
};
/** `detail`: of the settlement that moved it last, without which so few figures could be guessed from the record's hash. */
export type PersonYear = Used & { readonly status: "standing"; readonly detail: Commitment };
export type Registered = { readonly status: "scheme"; readonly scheme: Scheme };
export type State = { readonly status: "none" } | Settlement | PersonYear | Registered;
export type Status = State["status"];

export const standingKey = (patient: PersonId, year: number): string => `standing.${patient}.${year}`;
/** Whose standing a key is of; undefined for keys of the other families. */
export const personOfStanding = (key: string): string | undefined => /^standing\.(.+)\.[0-9]{4}$/.exec(key)?.[1];
export const schemeKey = (hash: Hash): string => `scheme.${hash}`;

/** Ids of settlements have no dot, so the three families never meet. */
export function keyOf(command: Command): string {
  if (command.type === "accrue") return standingKey(command.patient, command.year);
  if (command.type === "registerScheme") return schemeKey(schemeHash(command.scheme));
  return command.id;
}

/** Answers the fact `scheme(hash)` from the record at `schemeKey(hash)`. */
export const schemeOf = (state: State): Scheme | undefined => (state.status === "scheme" ? state.scheme : undefined);

const NOTHING_USED = { fundUsed: 0, deductibleUsed: 0 } as Used;
/** What a person has used in a year, from the record at `standingKey(patient, year)`. */
export const usedOf = (state: State): Used =>
  state.status === "standing" ? { fundUsed: state.fundUsed, deductibleUsed: state.deductibleUsed } : NOTHING_USED;
