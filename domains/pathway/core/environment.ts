import { listOf, structOf, type ValueOf } from "@meridian/cel/environment";
import { PARAM_NAMES, type ParamName } from "./document.ts";

const rx = structOf({
  status: "string",
  issuedAt: "int",
  expiresAt: "int",
  notBefore: "int",
  items: "int",
  /** This issue is number `series` of `seriesOf`. */
  series: "int",
  seriesOf: "int",
  cancelPending: "bool",
  held: "bool",
  selfPay: "bool",
  /** Organisations: the patient's choice, the prescriber's choice, who holds the claim; empty when there is none. */
  nominated: "string",
  assigned: "string",
  claimedBy: "string",
  classes: listOf("string", 16),
  delivery: "bool",
  substituted: "bool",
});
export type RxVariables = ValueOf<typeof rx>;

const actor = structOf({
  organisation: "string",
  kind: "string",
  roles: listOf("string", 16),
  credentials: listOf("string", 32),
});

const param = structOf(Object.fromEntries(PARAM_NAMES.map((name) => [name, "int"])) as Record<ParamName, "int">);

/** What a guard may read: block time in seconds, the issue, who acts, and the pathway's own params. */
export const environment = { now: "int", rx, actor, param } as const;
