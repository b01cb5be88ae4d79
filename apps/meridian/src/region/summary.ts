import type { Circulated } from "@meridian/region/player/circulate-outside";
import type { OutsideFault } from "@meridian/region/player/outside";
import type { Played } from "@meridian/region/player/play";
import type { Proofs } from "./proofs.ts";

type Counts = { readonly [name: string]: number };

/** What a run of a region came to; printed whole with `--json`. */
export type Summary = {
  readonly network: string;
  readonly prescriptions: number;
  /** In the patient's hands. */
  readonly completed: number;
  readonly refusedByCode: { readonly [code: string]: { readonly count: number } };
  readonly byScenario: Counts;
  readonly byPathway: Counts;
  readonly byStatus: Counts;
  readonly transactions: number;
  readonly events: number;
  readonly blocks: number;
  readonly height: number;
  /** To three decimals. */
  readonly seconds: number;
  readonly proofs: Proofs;
  readonly input?: {
    readonly bundles: number;
    readonly requests: number;
    readonly circulated: number;
    readonly byStatus: Counts;
    readonly faults: readonly OutsideFault[];
    readonly requestsCirculated: readonly Circulated[];
    readonly note: string;
  };
  readonly failures: readonly { readonly prescription: string; readonly scenario: string; readonly failure: string }[];
};

const countBy = (names: readonly string[]): Counts => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
};

const INPUT_NOTE =
  "The practitioners of the bundles have no credential in this region, so a physician of the hospital signed each " +
  "order today; the source went into the vault as it came.";

const FULFILLED = ["COMPLETED", "FINALISED"];

export type Outcome = {
  readonly network: string;
  readonly played: readonly Played[];
  readonly outside:
    | {
        readonly bundles: number;
        readonly requests: number;
        readonly circulated: readonly Circulated[];
        readonly faults: readonly OutsideFault[];
      }
    | undefined;
  readonly run: Pick<Summary, "events" | "blocks" | "height" | "seconds" | "proofs">;
};

export function summaryOf({ network, played, outside, run }: Outcome): Summary {
  const circulated = outside?.circulated ?? [];
  const codes = countBy(played.flatMap(({ refusals }) => refusals));
  const failures = [
    ...played.map(({ prescription, scenario, failure }) => ({ prescription, scenario: scenario as string, failure })),
    ...circulated.map(({ prescription, file, failure }) => ({ prescription, scenario: `input ${file}`, failure })),
  ].flatMap(({ failure, ...which }) => (failure === undefined ? [] : [{ ...which, failure }]));
  return {
    network,
    prescriptions: played.length,
    completed: played.filter(({ status }) => FULFILLED.includes(status)).length,
    refusedByCode: Object.fromEntries(Object.entries(codes).map(([code, count]) => [code, { count }])),
    byScenario: countBy(played.map(({ scenario }) => scenario)),
    byPathway: countBy(played.map(({ pathway }) => pathway)),
    byStatus: countBy(played.map(({ status }) => status)),
    transactions: [...played, ...circulated].reduce((sum, { transactions }) => sum + transactions, 0),
    ...run,
    ...(outside !== undefined && {
      input: {
        bundles: outside.bundles,
        requests: outside.requests,
        circulated: circulated.length,
        byStatus: countBy(circulated.map(({ status }) => status)),
        faults: outside.faults,
        requestsCirculated: circulated,
        note: INPUT_NOTE,
      },
    }),
    failures,
  };
}

/** Whether everything went as the stories say and every proof holds. */
export const isGood = ({ failures, proofs }: Summary): boolean => failures.length === 0 && proofs.failed === 0;
