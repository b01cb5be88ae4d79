import type { Commitment, Hash, OrganisationId, PersonId, PrescriptionId } from "@meridian/base/ids";
import { assertNever, invariant } from "@meridian/base/invariant";
import { err, ok, type Result } from "@meridian/base/result";
import { type Context, personsOf, signedByOrganisation, signedByPerson } from "@meridian/kernel/context";
import type { Contract } from "@meridian/kernel/contract";
import type { OverrideReason } from "./rule.ts";
import {
  type Attach,
  type Command,
  type CoSign,
  type Counts,
  commandShape,
  type Event,
  type Facts,
  type Feedback,
  type FeedbackOutcome,
  type OverrideFinding,
  type Rejection,
} from "./schema.ts";

export type Attached = {
  readonly status: "attached";
  readonly ruleSet: Hash;
  readonly findings: Commitment;
  readonly counts: Counts;
  readonly coSign: readonly number[];
  readonly final: readonly number[];
  readonly custodian: OrganisationId;
  readonly organisation: OrganisationId;
  readonly prescriber: PersonId;
  /** By position of the finding. */
  readonly overrides: { readonly [finding: string]: { readonly reason: OverrideReason; readonly coSigned: boolean } };
  readonly feedback: { readonly [finding: string]: FeedbackOutcome };
};
export type State = { readonly status: "none" } | Attached;
type Decision = Result<readonly Event[], Rejection>;

export const keyOf = (prescription: PrescriptionId, version: number): string => `${prescription}.${version}`;
/** The prescription in a key; versions have no dot. */
export const prescriptionOf = (key: string): string => key.slice(0, Math.max(0, key.lastIndexOf(".")));

/** The findings of machine review of one version of a prescription, and what became of them. */
export const contract: Contract<State, Command, Event, Rejection, Facts> = {
  domain: "review",
  version: 1,
  initial: { status: "none" },
  command: commandShape,
  key: ({ prescription, version }) => keyOf(prescription, version),
  decide,
  evolve,
};

function decide(state: State, command: Command, context: Context, facts: Facts): Decision {
  if (command.type === "attach") return attach(state, command, context, facts);
  if (state.status === "none") return err({ code: "not-attached" });
  const findings = state.counts.critical + state.counts.warning + state.counts.info;
  if (command.finding >= findings) return err({ code: "unknown-finding", findings });
  switch (command.type) {
    case "override":
      return override(state, command, context, facts);
    case "coSign":
      return coSign(state, command, context, facts);
    case "feedback":
      return feedback(state, command, context);
    default:
      return assertNever(command);
  }
}

const REVIEWABLE: readonly string[] = ["ISSUED", "IN_REVIEW"];

function attach(state: State, command: Attach, context: Context, facts: Facts): Decision {
  const { domain: _, ...attached } = command;
  const { prescription: id, version, custodian, counts } = command;
  if (state.status !== "none") return err({ code: "already-attached" });
  const prescription = facts.prescription(id, context.time);
  if (prescription === undefined) return err({ code: "unknown-prescription" });
  if (prescription.version !== version) return err({ code: "other-version", current: prescription.version });
  if (!REVIEWABLE.includes(prescription.status)) return err({ code: "not-reviewable", status: prescription.status });
  const { organisation, prescriber } = prescription;
  // The house that issued is the only one that reviews. Another's findings could stop a prescription for good.
  if (custodian !== organisation || !signedByOrganisation(context, organisation))
    return err({ code: "not-the-reviewing-organisation" });
  if ([...command.coSign, ...command.final].some((position) => position >= counts.critical))
    return err({ code: "positions-are-not-critical" });
  return ok([{ ...attached, type: "attached", organisation, prescriber, at: context.time }]);
}

function override(state: Attached, command: OverrideFinding, context: Context, facts: Facts): Decision {
  const { finding, reason, commitment } = command;
  const given = state.overrides[finding];
  if (!signedByPerson(context, state.prescriber)) return err({ code: "not-the-prescriber" });
  const unfit = prescriberFault(state, context, facts);
  if (unfit !== undefined) return err(unfit);
  if (state.final.includes(finding)) return err({ code: "override-not-allowed" });
  if (given !== undefined) return err({ code: "already-overridden" });
  const at = context.time;
  const overridden: Event = {
    type: "overridden",
    ...ofReview(state, command),
    finding,
    reason,
    commitment,
    by: state.prescriber,
    at,
  };
  const pharmacist = pharmacistAmong(state, context, facts);
  if (!pharmacist.ok || !state.coSign.includes(finding)) return ok([overridden]);
  return ok([overridden, { type: "coSigned", ...ofReview(state, command), finding, by: pharmacist.value, at }]);
}

function coSign(state: Attached, command: CoSign, context: Context, facts: Facts): Decision {
  const { finding } = command;
  const given = state.overrides[finding];
  if (given === undefined) return err({ code: "not-overridden" });
  const pharmacist = pharmacistAmong(state, context, facts);
  if (!pharmacist.ok) return pharmacist;
  if (given.coSigned) return ok([]); // Wishing twice changes nothing, so it is no error.
  const { value: by } = pharmacist;
  return ok([{ type: "coSigned", ...ofReview(state, command), finding, by, at: context.time }]);
}

/** Whoever takes a finding on themselves may prescribe at this moment too, as when they issued. */
function prescriberFault(
  { prescriber, organisation }: Attached,
  { time }: Context,
  facts: Facts,
): Rejection | undefined {
  if (!facts.worksAt(prescriber, organisation).includes("physician")) return { code: "not-a-physician", organisation };
  const kind = "licence-physician";
  return facts.licensed(prescriber, kind, time) ? undefined : { code: "licence-missing", holder: prescriber, kind };
}

/**
 * The pharmacist asks, the physician confirms (处方管理办法, article 36). Here both sign: a pharmacist of the house that
 * issued, licensed now, and never the prescriber.
 */
function pharmacistAmong(state: Attached, context: Context, facts: Facts): Result<PersonId, Rejection> {
  const kind = "licence-pharmacist";
  const pharmacists = personsOf(context).filter(
    (person) => person !== state.prescriber && facts.worksAt(person, state.organisation).includes("pharmacist"),
  );
  const licensed = pharmacists.find((person) => facts.licensed(person, kind, context.time));
  if (licensed !== undefined) return ok(licensed);
  const [holder] = pharmacists;
  return err(holder === undefined ? { code: "not-a-pharmacist" } : { code: "licence-missing", holder, kind });
}

function feedback(state: Attached, command: Feedback, context: Context): Decision {
  const { finding, outcome } = command;
  const isTheirs = signedByPerson(context, state.prescriber) || signedByOrganisation(context, state.custodian);
  if (!isTheirs) return err({ code: "not-the-prescriber" });
  const given = state.feedback[finding];
  if (given === outcome) return ok([]);
  if (given !== undefined) return err({ code: "feedback-given", outcome: given });
  return ok([{ type: "feedbackGiven", ...ofReview(state, command), finding, outcome, at: context.time }]);
}

const ofReview = ({ custodian, organisation }: Attached, { prescription, version }: Command) => ({
  prescription,
  version,
  custodian,
  organisation,
});

function evolve(state: State, event: Event): State {
  if (event.type === "attached") {
    invariant(state.status === "none", "a review is attached once");
    const { type: _, prescription: __, version: ___, at: ____, ...facts } = event;
    return { status: "attached", ...facts, overrides: {}, feedback: {} };
  }
  invariant(state.status === "attached", "what was never attached has no findings");
  const { finding } = event;
  const given = state.overrides[finding];
  switch (event.type) {
    case "overridden":
      invariant(given === undefined, "a finding is overridden once");
      return { ...state, overrides: { ...state.overrides, [finding]: { reason: event.reason, coSigned: false } } };
    case "coSigned":
      invariant(given !== undefined, "who co-signs signs an override");
      return { ...state, overrides: { ...state.overrides, [finding]: { ...given, coSigned: true } } };
    case "feedbackGiven":
      return { ...state, feedback: { ...state.feedback, [finding]: event.outcome } };
    default:
      return assertNever(event);
  }
}

export type Summary = {
  readonly ruleSet: Hash;
  readonly critical: number;
  /** Critical findings that the prescriber has overridden. */
  readonly overridden: number;
  /** Every override that needs a pharmacist's signature has one. */
  readonly cosigned: boolean;
};

/** What the prescription's fact `review(prescription, version)` answers; undefined when nothing is attached. */
export function summaryOf(state: State): Summary | undefined {
  if (state.status === "none") return undefined;
  const { ruleSet, counts, overrides } = state;
  const lifted = Object.entries(overrides).filter(([finding]) => Number(finding) < counts.critical);
  const cosigned = lifted.every(([finding, given]) => given.coSigned || !state.coSign.includes(Number(finding)));
  return { ruleSet, critical: counts.critical, overridden: lifted.length, cosigned };
}
