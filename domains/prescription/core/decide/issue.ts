import type { PersonId, Seconds } from "@meridian/base/ids";
import { asSeconds } from "@meridian/base/ids";
import { err, ok, type Result } from "@meridian/base/result";
import type { Context } from "@meridian/kernel/context";
import type { DrugClass } from "@meridian/kernel/vocabulary";
import type { Facts, PathwayRules } from "../facts.ts";
import type { Rejection } from "../rejection.ts";
import type { CommandOf } from "../schema.ts";
import { classesOf, type None, type Tombstone } from "../state.ts";
import { after, DAY, isControlled, OPENS_WITHIN_SECONDS, SIGNED_WITHIN_SECONDS } from "../vocabulary.ts";
import { type Actor, licenceFault, licensedActorFor } from "./actor.ts";
import { type Decision, no } from "./case.ts";
import { ask } from "./guard.ts";

type Fresh = { readonly command: CommandOf<"issue">; readonly context: Context; readonly facts: Facts };
type Period = { readonly notBefore: Seconds; readonly expiresAt: Seconds };

/** T0. A cancellation by the same prescriber that came first is applied at once. */
export function issue(state: None | Tombstone, command: CommandOf<"issue">, context: Context, facts: Facts): Decision {
  const { organisation, patient, custodian, content, items, selfPay, delivery } = command;
  const given = { command, context, facts };
  const rules = facts.pathway(command.pathway, context.time);
  if (!rules) return no({ code: "pathway-unknown", pathway: command.pathway });
  const actor = licensedActorFor(organisation, "physician", "licence-physician", given);
  if (!actor.ok) return actor;
  const fault =
    prescriberFault(given, actor.value, rules) ?? contentFault(given, rules) ?? choiceFault(command, rules.switches);
  if (fault) return no(fault);
  const period = periodOf(command, rules, context.time);
  if (!period.ok) return period;
  const allowed = ask({
    command: "issue",
    from: "NONE",
    rx: variables(command, period.value, context.time),
    actor: actor.value,
    rules,
    facts,
    time: context.time,
  });
  if (!allowed.ok) return allowed;
  const prescriber = actor.value.person;
  const early = state.status === "tombstone" ? state.by.find(({ person }) => person === prescriber) : undefined;
  return ok([
    {
      type: "issued",
      patient,
      prescriber,
      organisation,
      custodian,
      content,
      pathway: { id: rules.id, version: rules.version, hash: rules.hash },
      items,
      series: command.series ?? null,
      ...period.value,
      reviewBy: after(context.time, rules.params.reviewSlaSeconds),
      accessKey: command.accessKey ?? null,
      nominated: command.nominated ?? null,
      assigned: command.assigned ?? null,
      selfPay,
      delivery,
    },
    ...(early ? [{ type: "cancelled", by: prescriber, reason: early.reason } as const] : []),
  ]);
}

const RIGHT_FOR: { readonly [C in DrugClass]?: string } = {
  narcotic: "prescribe-narcotic",
  "psychotropic-1": "prescribe-psychotropic",
};

function prescriberFault(
  { command, context, facts }: Fresh,
  actor: Actor & { readonly person: PersonId },
  { switches }: PathwayRules,
): Rejection | undefined {
  const { organisation, items, patient } = command;
  if (!switches.prescriberKinds.includes(actor.kind))
    return { code: "organisation-kind", organisation, kind: actor.kind };
  const licence = licenceFault(actor, facts, context.time);
  if (licence) return licence;
  return rightsFault(items, actor.person, patient, { context, facts });
}

/** The rights that the classes prescribed ask of the prescriber, and that none of it is controlled and for oneself. */
export function rightsFault(
  items: CommandOf<"issue">["items"],
  person: PersonId,
  patient: PersonId,
  { context, facts }: Pick<Fresh, "context" | "facts">,
): Rejection | undefined {
  for (const drugClass of classesOf(items)) {
    const kind = RIGHT_FOR[drugClass];
    if (kind !== undefined && !facts.credential({ person }, kind, undefined, context.time))
      return { code: "credential-missing", holder: person, kind };
    if (isControlled(drugClass) && person === patient) return { code: "self-prescription" };
  }
  return undefined;
}

function contentFault({ command, context, facts }: Fresh, rules: PathwayRules): Rejection | undefined {
  const { patient, custodian, authoredOn } = command;
  if (facts.personKind(patient) === undefined) return { code: "unknown-patient", patient };
  if (!facts.organisation(custodian)?.active) return { code: "unknown-custodian", custodian };
  if (Math.abs(authoredOn - context.time) > SIGNED_WITHIN_SECONDS)
    return { code: "signed-too-far-away", authoredOn, time: context.time };
  return itemsFault(command.items, rules);
}

/** What a pathway and good order ask of the lines, at issue and again when amended. */
export function itemsFault(
  items: CommandOf<"issue">["items"],
  { params, switches }: PathwayRules,
): Rejection | undefined {
  if (items.length > params.maxItems) return { code: "too-many-items", max: params.maxItems };
  const lines = new Set<number>();
  for (const { line, class: drugClass } of items) {
    if (lines.has(line)) return { code: "duplicate-line", line };
    lines.add(line);
    if (!switches.classes.includes(drugClass)) return { code: "class-not-allowed", class: drugClass };
  }
  return undefined;
}

function choiceFault(
  { selfPay, delivery, nominated, assigned }: CommandOf<"issue">,
  switches: PathwayRules["switches"],
): Rejection | undefined {
  if (selfPay && !switches.selfPayAllowed) return { code: "self-pay-not-allowed" };
  if (delivery && !switches.deliveryAllowed) return { code: "delivery-not-allowed" };
  const required = switches.nomination;
  const fits =
    required === "assigned"
      ? assigned !== undefined && nominated === undefined
      : assigned === undefined && (required === "open" || nominated !== undefined);
  return fits ? undefined : { code: "nomination-mismatch", required };
}

/** When it opens and ends. An issue of a series opens at least its number of intervals after today. */
function periodOf(
  { series, notBefore, expiresAt }: CommandOf<"issue">,
  { params }: PathwayRules,
  time: Seconds,
): Result<Period, Rejection> {
  if (series && (series.of > params.maxSeries || series.number > series.of))
    return err({ code: "series-out-of-range", max: params.maxSeries });
  const earliest = after(time, ((series?.number ?? 1) - 1) * params.minIntervalSeconds);
  const opens = asSeconds(Math.max(notBefore ?? time, time));
  if (opens < earliest) return err({ code: "interval-too-short", earliest });
  const last = after(time, OPENS_WITHIN_SECONDS);
  if (opens > last) return err({ code: "opens-too-late", latest: last });
  const latest = after(opens, params.validDays * DAY);
  const ends = expiresAt ?? latest;
  if (ends > latest) return err({ code: "validity-too-long", latest });
  return ends < opens ? err({ code: "validity-empty" }) : ok({ notBefore: opens, expiresAt: ends });
}

const variables = (command: CommandOf<"issue">, { notBefore, expiresAt }: Period, time: Seconds) => ({
  status: "NONE",
  issuedAt: time,
  expiresAt,
  notBefore,
  items: command.items.length,
  series: command.series?.number ?? 1,
  seriesOf: command.series?.of ?? 1,
  cancelPending: false,
  held: false,
  selfPay: command.selfPay,
  nominated: command.nominated ?? "",
  assigned: command.assigned ?? "",
  claimedBy: "",
  classes: classesOf(command.items),
  delivery: command.delivery,
  substituted: false,
});
