import { isAllowed, type Subject } from "@meridian/governance/subjects";
import type { Command } from "@meridian/kernel/transaction";

/** What can be proposed with nothing but a few fields. */
export const DRAFT_KINDS = [
  "suspend",
  "reinstate",
  "withdraw",
  "thresholds",
  "schedule",
  "cancel",
  "dismiss",
  "rules",
] as const;
export type DraftKind = (typeof DRAFT_KINDS)[number];

/** Fields of a form, as they were typed. */
export type Draft = {
  readonly kind: DraftKind;
  readonly organisation: string;
  readonly reason: string;
  readonly release: string;
  readonly height: string;
  readonly days: string;
  readonly subject: Subject;
  readonly numerator: string;
  readonly denominator: string;
  readonly doubleSigning: "note" | "remove" | "suspend";
};
export type Fault = "reason" | "release" | "height" | "days" | "fraction" | "organisation";

/** Blocks between a vote and the release it schedules, and some for the vote itself. */
export const HEIGHTS_AHEAD = 200;
export const DAYS_MAX = 90;

export const SUBJECT_OF: { readonly [K in DraftKind]: Subject } = {
  suspend: "suspend",
  reinstate: "reinstate",
  withdraw: "withdraw",
  thresholds: "thresholds",
  schedule: "protocol",
  cancel: "protocol",
  dismiss: "validator",
  rules: "validator",
};

const whole = (text: string, min: number, max: number): boolean =>
  /^[0-9]{1,15}$/.test(text) && Number(text) >= min && Number(text) <= max;

/** Which fields are wrong, those of other kinds aside. */
export function faultsOf(draft: Draft, height: number): readonly Fault[] {
  const { kind, organisation, reason, release, days, numerator, denominator } = draft;
  const faults: Fault[] = whole(days, 1, DAYS_MAX) ? [] : ["days"];
  const isAboutMember = kind === "suspend" || kind === "withdraw" || kind === "reinstate" || kind === "dismiss";
  if (isAboutMember && organisation === "") faults.push("organisation");
  if ((kind === "suspend" || kind === "withdraw") && !/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(reason))
    faults.push("reason");
  if ((kind === "schedule" || kind === "cancel") && !whole(release, 2, 1_000)) faults.push("release");
  if (kind === "schedule" && !whole(draft.height, height + 1, Number.MAX_SAFE_INTEGER)) faults.push("height");
  if (kind === "thresholds") {
    const [n, d] = [Number(numerator), Number(denominator)];
    if (!whole(numerator, 1, 99) || !whole(denominator, 2, 100) || 2 * n < d || n >= d) faults.push("fraction");
  }
  return faults;
}

/** The command that runs once the members agree. */
export function actionOf(draft: Draft, sharedControl: string): Command {
  const { kind, organisation: id, reason, subject } = draft;
  const action = ((): Command & { readonly [member: string]: unknown } => {
    switch (kind) {
      case "suspend":
      case "withdraw":
        return { domain: "organisation", type: kind, id, reason };
      case "reinstate":
        return { domain: "organisation", type: kind, id };
      case "schedule":
        return { domain: "protocol", type: kind, release: Number(draft.release), height: Number(draft.height) };
      case "cancel":
        return { domain: "protocol", type: kind, release: Number(draft.release) };
      case "thresholds": {
        const fraction = { numerator: Number(draft.numerator), denominator: Number(draft.denominator) };
        return { domain: "governance", type: "setThresholds", thresholds: [{ subject, ...fraction }] };
      }
      case "dismiss":
        return { domain: "validator", type: "dismiss", organisation: id };
      case "rules":
        return { domain: "validator", type: "setRules", rules: { doubleSigning: draft.doubleSigning, sharedControl } };
    }
  })();
  if (!isAllowed(SUBJECT_OF[kind], action)) throw new Error(`a draft of ${kind} that its subject does not allow`);
  return action;
}
