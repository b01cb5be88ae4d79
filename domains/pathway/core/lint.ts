import { canonicalBytes } from "@meridian/base/json";
import type { CelFault } from "@meridian/cel/fault";
import { compileGuard } from "@meridian/cel/guard";
import { LIVE_STATUSES, type LiveStatus } from "@meridian/kernel/vocabulary";
import { DOCUMENT_BYTES_MAX, documentShape, type PathwayDocument, type Transition } from "./document.ts";
import { environment } from "./environment.ts";
import { AUTHORITIES, INTERVENTIONS, NONE, SAME } from "./vocabulary.ts";

/**
 * Why a document is no pathway (prescription reference, section 3):
 * L1 its form, L2 its guards, L3 states that nothing reaches, L4 states that nothing leaves,
 * L5 interventions of the authorities that are missing or narrowed.
 */
export type LintFault =
  | { readonly rule: "L1"; readonly at: string }
  | { readonly rule: "L2"; readonly transition: string; readonly fault: CelFault }
  | { readonly rule: "L3"; readonly transition: string; readonly state: string }
  | { readonly rule: "L4"; readonly state: string }
  | { readonly rule: "L4"; readonly transition: string; readonly next: string }
  | { readonly rule: "L5"; readonly command: string; readonly state?: string; readonly kind?: string }
  | { readonly rule: "L5"; readonly command: string; readonly transition: string };

/** All that is wrong with a document; empty when it is a pathway. Later rules need the form, so L1 stops there. */
export function lint(document: unknown): readonly LintFault[] {
  const at = documentShape.fault(document, "");
  if (at !== undefined) return [{ rule: "L1", at: at === "" ? "." : at }];
  const pathway = document as PathwayDocument;
  if (canonicalBytes(pathway).length > DOCUMENT_BYTES_MAX) return [{ rule: "L1", at: "bytes" }];
  return [
    ...consistency(pathway).map((where): LintFault => ({ rule: "L1", at: where })),
    ...guards(pathway),
    ...reachability(pathway),
    ...exits(pathway),
    ...interventions(pathway),
  ];
}

/** L1 beyond the shape: ids are unique, `issue` starts the pathway, and the switches say what the transitions do. */
function consistency({ initial, params, switches, transitions }: PathwayDocument): readonly string[] {
  const faults: string[] = [];
  const ids = new Set<string>();
  transitions.forEach(({ id, cmd, from, to, by }, index) => {
    const at = `.transitions[${index}]`;
    if (ids.has(id)) faults.push(`${at}.id`);
    ids.add(id);
    if (cmd === "issue" ? from.join() !== NONE : from.includes(NONE)) faults.push(`${at}.from`);
    if (cmd === "issue" && to !== initial) faults.push(`${at}.to`);
    if (by.system === undefined && by.kinds === undefined) faults.push(`${at}.by`);
    if (cmd === "issue" && !sameItems(by.kinds, switches.prescriberKinds)) faults.push(`${at}.by.kinds`);
    if (cmd === "claim" && !sameItems(by.kinds, switches.pharmacyKinds)) faults.push(`${at}.by.kinds`);
  });
  const has = (test: (transition: Transition) => boolean) => transitions.some(test);
  if (!has(({ cmd }) => cmd === "issue")) faults.push(".transitions");
  if (has(({ cmd }) => cmd === "ship") !== switches.deliveryAllowed) faults.push(".switches.deliveryAllowed");
  if (has(({ cmd, by }) => cmd === "cancel" && (by.kinds?.includes("patient") ?? false)) !== switches.patientMayCancel)
    faults.push(".switches.patientMayCancel");
  if (params.reviewSlaSeconds > params.validDays * 86_400) faults.push(".params.reviewSlaSeconds");
  return faults;
}

const sameItems = (a: readonly string[] | undefined, b: readonly string[]): boolean =>
  a !== undefined && a.length === b.length && a.every((item) => b.includes(item));

const guards = ({ transitions }: PathwayDocument): readonly LintFault[] =>
  transitions.flatMap(({ id, guard }): LintFault[] => {
    const compiled = compileGuard(guard, environment);
    return compiled.ok ? [] : [{ rule: "L2", transition: id, fault: compiled.error }];
  });

/** States that the transitions lead to from `initial`, that one included. */
export function reachableStates(initial: string, transitions: readonly Transition[]): ReadonlySet<string> {
  const reached = new Set<string>([initial]);
  for (const state of reached)
    for (const { from, to } of transitions) if (to !== SAME && from.some((each) => each === state)) reached.add(to);
  return reached;
}

function reachability({ initial, transitions }: PathwayDocument): readonly LintFault[] {
  const reached = reachableStates(initial, transitions);
  return transitions.flatMap(({ id, from }) =>
    from.flatMap((state): LintFault[] =>
      state === NONE || reached.has(state) ? [] : [{ rule: "L3", transition: id, state }],
    ),
  );
}

const isIntervention = ({ cmd }: Transition): boolean => INTERVENTIONS.some((command) => command === cmd);

/** L4: an exit other than an authority's, and deadlines that lead out of the state they are set in. */
function exits({ initial, transitions }: PathwayDocument): readonly LintFault[] {
  const stuck = liveStates(initial, transitions)
    .filter((state) => !transitions.some((each) => !isIntervention(each) && leaves(each, state)))
    .map((state): LintFault => ({ rule: "L4", state }));
  const astray = transitions.flatMap(({ id, from, to, deadline }): LintFault[] => {
    if (deadline?.next === undefined) return [];
    const next = transitions.find((each) => each.id === deadline.next);
    const entered = to === SAME ? from : [to];
    const leads = next?.by.system === true && entered.every((state) => leaves(next, state));
    return leads ? [] : [{ rule: "L4", transition: id, next: deadline.next }];
  });
  return [...stuck, ...astray];
}

const leaves = ({ from, to }: Transition, state: string): boolean =>
  to !== SAME && to !== state && from.some((each) => each === state);

function liveStates(initial: string, transitions: readonly Transition[]): readonly LiveStatus[] {
  const reached = reachableStates(initial, transitions);
  return LIVE_STATUSES.filter((state) => reached.has(state));
}

/** What each intervention must be. A stricter guard, a role or a credential would let a pathway hide from oversight. */
const REQUIRED = {
  hold: { to: SAME, guard: "!rx.held", quorum: 1 },
  lift: { to: SAME, guard: "rx.held", quorum: 1 },
  revoke: { to: "REVOKED", guard: "true", quorum: "revokeQuorum" },
} as const;

function interventions(pathway: PathwayDocument): readonly LintFault[] {
  const { transitions } = pathway;
  const states = liveStates(pathway.initial, transitions);
  return INTERVENTIONS.flatMap((command): readonly LintFault[] => {
    if (!pathway.interventions.includes(command)) return [{ rule: "L5", command }];
    const required = REQUIRED[command];
    const own = transitions.filter(({ cmd }) => cmd === command);
    const narrowed = own.filter(
      ({ to, guard, quorum, by }) =>
        to !== required.to ||
        guard !== required.guard ||
        quorum !== required.quorum ||
        by.roles !== undefined ||
        by.credentials !== undefined ||
        by.system !== undefined,
    );
    if (narrowed.length > 0) return narrowed.map(({ id }) => ({ rule: "L5", command, transition: id }));
    return states.flatMap((state) =>
      AUTHORITIES.filter(
        (kind) => !own.some(({ from, by }) => from.includes(state) && (by.kinds?.includes(kind) ?? false)),
      ).map((kind): LintFault => ({ rule: "L5", command, state, kind })),
    );
  });
}
