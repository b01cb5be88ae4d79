import { deepStrictEqual as same, ok as yes } from "node:assert";
import { describe, it } from "node:test";
import type { PrescriptionId, UnitCode } from "@meridian/base/ids";
import { asSeconds } from "@meridian/base/ids";
import { canonicalText } from "@meridian/base/json";
import type { Author } from "@meridian/kernel/context";
import { at } from "@meridian/kernel/testkit";
import fc from "fast-check";
import { contract } from "./contract.ts";
import { type Event, statusAfter } from "./events.ts";
import type { Facts, UnitStatus } from "./facts.ts";
import { dueOf, stateAt } from "./lapse.ts";
import { faultOf } from "./matrix.ts";
import type { Command } from "./schema.ts";
import { type Issue, isHeld, isIssue, type State } from "./state.ts";
import { TABLE } from "./table.ts";
import {
  BATCH,
  CONTENT,
  causeOf,
  claimOf,
  command,
  factsOf,
  HOUR,
  issueOf,
  OTHER_CONTENT,
  organisation,
  PICKUP_KEY,
  play,
  received,
  START,
  settleOf,
  WAYS,
  who,
} from "./testkit.ts";
import { DAY } from "./vocabulary.ts";

const IDS = ["rx-1", "rx-2", "rx-3"] as const;
const UNITS = ["u1", "u2", "u3", "u4"] as const;
const orgs = (...names: readonly string[]) => fc.constantFrom(...names.map(organisation));
const pharmacies = orgs("corner", "market");
const authorities = orgs("health", "health2", "drugs", "fund", "court");
const items = fc.constantFrom(
  [{ line: 1, class: "general", quantity: 6 } as const],
  [{ line: 1, class: "general", quantity: 6 } as const, { line: 2, class: "cold-chain", quantity: 3 } as const],
  [{ line: 1, class: "narcotic", quantity: 4 } as const],
);
const supplied = fc.record({
  line: fc.integer({ min: 1, max: 2 }),
  quantity: fc.integer({ min: 0, max: 7 }),
  codes: fc.array(
    fc.constantFrom(...UNITS).map((code) => code as UnitCode),
    { maxLength: 2 },
  ),
  rest: fc.constantFrom("owed" as const, "out-of-stock" as const),
});
const legs = fc.tuple(fc.nat(900), fc.nat(500), fc.constantFrom(0, 0, 100), fc.constantFrom(0, 0, 0, 1), fc.boolean());
const basis = "x";

/** Commands weighted towards what goes forward, so that histories reach the far states. */
const wish: fc.Arbitrary<Command> = fc.oneof(
  fc
    .record({ items, selfPay: fc.boolean(), delivery: fc.boolean(), notBefore: fc.constantFrom(0, 0, DAY) })
    .map(({ notBefore, ...rest }) => issueOf({ ...rest, notBefore: asSeconds(notBefore) })),
  ...[1, 2].map(() => fc.constant(command("takeReview", { organisation: organisation("hospital") }))),
  ...[1, 2].map(() => fc.constant(command("approve", {}))),
  ...[1, 2].map(() => fc.constant(command("circulate", {}))),
  ...[1, 2, 3].map(() => pharmacies.map((pharmacy) => claimOf(pharmacy))),
  ...[1, 2].map(() =>
    legs.map(([fund, account, cash, wrong, cashPaid]) =>
      settleOf({ fund, account, cash, total: fund + account + cash + wrong, cashPaid } as never),
    ),
  ),
  ...[1, 2, 3].map(() =>
    fc
      .record({
        lines: fc.array(supplied, { minLength: 1, maxLength: 2 }),
        cashPaid: fc.boolean(),
        handedOver: fc.boolean(),
      })
      .map((rest) => command("dispense", rest)),
  ),
  fc.constant(
    command("dispense", {
      lines: [
        { line: 1, quantity: 4, codes: [] },
        { line: 2, quantity: 3, codes: [] },
      ].slice(0, 1),
    }),
  ),
  fc.constant(command("releaseReview", {})),
  fc.constant(command("return", { reasons: ["dosage"] })),
  fc.constant(command("schedule", {})),
  fc.constant(command("release", { reason: "other" })),
  fc.constant(command("requestChange", { kind: "generic" })),
  fc.boolean().map((accepted) => command("answerChange", { accepted })),
  items.map((next) => command("amend", { previous: CONTENT, content: OTHER_CONTENT, items: next })),
  fc.constant(received),
  fc.constant(command("lapseSettlement", {})),
  fc.constant(command("closeOwing", {})),
  orgs("rider", "corner").map((carrier) => command("ship", { carrier, pickupKey: PICKUP_KEY })),
  orgs("rider", "corner", "market").map((by) => command("deliver", { organisation: by, temperatureLog: CONTENT })),
  fc.constant(command("returnDelivery", {})),
  fc.constant(command("cancel", { reason: "clinical-grounds" })),
  fc.constant(command("acknowledgeCancel", {})),
  fc.constant(command("expire", {})),
  fc.constant(command("refuse", { reason: "out-of-stock" })),
  fc.constant(command("reverse", { reason: "returned" })),
  fc.constant(command("reconcile", { organisation: organisation("insurer"), batch: BATCH })),
  authorities.map((by) => command("hold", { organisation: by, reason: "recall", basis, seconds: 2 * DAY })),
  authorities.map((by) => command("lift", { organisation: by, scope: "health" })),
  authorities.map((by) => command("revoke", { organisations: [by], reason: "forged", basis })),
);
const CROWDS = [
  "li wang zhao chen qian sun wu corner market rider insurer health drugs court patient-1 qr pickup",
  "li wang corner chen qian qr",
  "market sun qr",
  "chen",
  "patient-1",
  "stranger",
];
const EVERYBODY = Array.from({ length: 8 }, () => CROWDS[0] ?? "");
const step = fc.record({
  id: fc.constantFrom(...IDS),
  wish,
  signers: fc.constantFrom(...CROWDS, ...EVERYBODY),
  wait: fc.oneof(
    { weight: 40, arbitrary: fc.integer({ min: 0, max: 120 }) },
    { weight: 5, arbitrary: fc.constantFrom(1_000, 8_000) },
    { weight: 2, arbitrary: fc.constantFrom(DAY, 4 * DAY) },
    { weight: 1, arbitrary: fc.constant(200 * DAY) },
  ),
});
type Wish = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What the settlement domain would hold for one issue: legs that stand, and legs that were negated. */
type Books = { standing: string | undefined; settled: number; negated: number };

/** A wish about one of the issues; one to issue is dated now, and its opening counts from now. */
function about(id: string, asked: Command, time: number): Command {
  if (asked.type !== "issue") return { ...asked, id: id as PrescriptionId };
  const notBefore = asSeconds(time + (asked.notBefore ?? 0));
  return { ...asked, id: id as PrescriptionId, authoredOn: asSeconds(time), notBefore };
}

/** One region: three issues, the units, the books; a transaction happens whole or not at all. */
function region(
  steps: readonly Wish[],
  look: (before: State, events: readonly Event[], after: State, time: number) => void,
) {
  const states = new Map<string, State>();
  const units = new Map<UnitCode, { prescription: string; live: boolean }>();
  const books = new Map<string, Books>();
  const log: { readonly id: string; readonly event: Event }[] = [];
  const unit = (code: UnitCode): UnitStatus => {
    const known = units.get(code);
    return known === undefined ? "unknown" : known.live ? "dispensed" : "returned";
  };
  const facts: Facts = { ...factsOf(), unit };
  let time = START;
  for (const { id, wish: asked, signers, wait } of steps) {
    time += wait;
    const before = states.get(id) ?? contract.initial;
    // Only what stands in the books can be paid.
    if (asked.type === "cashReceived" && books.get(id)?.standing === undefined) continue;
    const authors: readonly Author[] = who(...signers.split(" ").filter(Boolean));
    const decision = contract.decide(before, about(id, asked, time), at(time, authors, causeOf(asked)), facts);
    if (!decision.ok || decision.value.length === 0) continue;
    const after = decision.value.reduce(contract.evolve, before);
    for (const event of decision.value) {
      log.push({ id, event });
      react(id, event);
    }
    states.set(id, after);
    look(before, decision.value, after, time);
  }
  return { states, units, books, log, time };

  function react(id: string, event: Event): void {
    if (event.type === "dispensed")
      for (const code of event.codes) {
        yes(!units.has(code), `${code} is in one live dispense and never sold again`);
        units.set(code, { prescription: id, live: true });
      }
    if (event.type === "refused" || event.type === "reversed")
      for (const code of event.codes) {
        same(units.get(code), { prescription: id, live: true });
        units.set(code, { prescription: id, live: false });
      }
    const mine = books.get(id) ?? { standing: undefined, settled: 0, negated: 0 };
    books.set(id, mine);
    if (event.type === "settled") {
      same(event.fund + event.account + event.cash, event.total);
      same(mine.standing, undefined);
      Object.assign(mine, { standing: event.settlement, settled: mine.settled + 1 });
    }
    if ("settlement" in event && event.type !== "settled" && event.settlement !== null) {
      same(mine.standing, event.settlement);
      if (event.type !== "cashReceived") Object.assign(mine, { standing: undefined, negated: mine.negated + 1 });
    }
  }
}

/** Histories begin with each issue somewhere on its way, so that far states are as common as near ones. */
const STARTS = Object.keys(WAYS).filter((status) => !["FINALISED", "NO_CLAIM", "EXPIRED", "REVOKED"].includes(status));
const history = fc
  .tuple(
    fc.array(fc.constantFrom(...STARTS), { minLength: IDS.length, maxLength: IDS.length }),
    fc.array(step, { minLength: 10, maxLength: 60, size: "max" }),
  )
  .map(([starts, steps]): readonly Wish[] => [
    ...IDS.flatMap((id, i) =>
      (WAYS[starts[i] ?? ""] ?? []).map(([wait, signers, asked]) => wishOf(id, wait, signers, asked, i)),
    ),
    ...steps,
  ]);

/** A step of a way, with units of its own, since the ways all sell the same ones. */
function wishOf(id: Wish["id"], wait: number, signers: string, asked: Command, i: number): Wish {
  if (asked.type !== "dispense") return { id, wait, signers, wish: asked };
  const lines = asked.lines.map((line) => ({ ...line, codes: line.codes.map((code) => `${code}-${i}` as UnitCode) }));
  return { id, wait, signers, wish: { ...asked, lines } };
}
const always = (look: Parameters<typeof region>[1], then: (end: ReturnType<typeof region>) => void = () => undefined) =>
  fc.assert(
    fc.property(history, (steps) => {
      then(region(steps, look));
    }),
    { numRuns: 150 },
  );

describe("whoever asks whatever, whenever", () => {
  it("keeps issue and item states that fit together (MATRIX)", () => {
    always((_, __, after, time) => {
      if (!isIssue(after)) return;
      same(faultOf(after), undefined);
      same(faultOf(stateAt(after, asSeconds(time + 10 * DAY))), undefined);
    });
  });

  it("says to the second when time will next move it", () => {
    always((_, events, after) => {
      if (!isIssue(after)) return;
      const due = dueOf(after);
      same(events.at(-1)?.due, due);
      const hour = asSeconds((due ?? START) + HOUR);
      if (due === null) return same(stateAt(after, hour), after);
      same(stateAt(after, due), after);
      // Only the settlement's own domain can undo a settlement, so that one waits for a sweeper.
      if (after.status !== "SETTLED") yes(stateAt(after, asSeconds(due + 1)) !== after);
    });
  });

  it("goes only where the table says", () => {
    always((before, events, after) => {
      let status = before.status;
      for (const event of events) {
        if (event.type === "lapsed") status = event.to;
        const next = statusAfter(event) ?? status;
        const isListed = Object.values(TABLE[status]).some(
          (cell) => typeof cell !== "string" && cell.some((target) => target === next),
        );
        yes(
          event.type === "lapsed" || isListed || event.type === "tombstoned",
          `${status} to ${next} by ${event.type}`,
        );
        status = event.type === "tombstoned" ? "tombstone" : next;
      }
      same(after.status, status);
    });
  });

  it("has one live claim per issue (I1)", () => {
    always((before, events, _, time) => {
      const claims = events.some(({ type }) => type === "claimed");
      if (claims) yes(isIssue(before) && stateAt(before, asSeconds(time)).claim === null);
    });
  });

  it("supplies no more than prescribed, each unit once (I2, I3)", () => {
    always(
      (_, __, after) => {
        if (isIssue(after))
          for (const { dispensed, quantity } of after.items) yes(dispensed >= 0 && dispensed <= quantity);
      },
      ({ states, units }) => {
        for (const [code, { prescription: id, live }] of units) {
          const state = states.get(id);
          same(state !== undefined && isIssue(state) && state.codes.includes(code), live);
        }
      },
    );
  });

  it("negates exactly what was settled (I4)", () => {
    always(
      () => undefined,
      ({ states, books }) => {
        for (const [id, { standing, settled, negated }] of books) {
          const state = states.get(id);
          same(state !== undefined && isIssue(state) ? state.settlement?.id : undefined, standing);
          same(settled - negated, standing === undefined ? 0 : 1);
        }
      },
    );
  });

  it("claims, settles and dispenses nothing while held or cancelled (I5)", () => {
    always((before, events, _, time) => {
      if (!events.some(({ type }) => type === "claimed" || type === "settled" || type === "dispensed")) return;
      yes(isIssue(before) && !isHeld(before, asSeconds(time)));
      same(stateAt(before, asSeconds(time)).cancelPending, null);
    });
  });

  it("replays from its events to the same states, byte for byte (I8)", () => {
    always(
      () => undefined,
      ({ states, log }) => {
        for (const [id, state] of states) {
          const events = log.filter((entry) => entry.id === id).map((entry) => JSON.parse(JSON.stringify(entry.event)));
          const replayed = events.reduce<State>((at, event) => contract.evolve(at, event), contract.initial);
          same(canonicalText(replayed), canonicalText(state));
        }
      },
    );
  });

  it("reaches every state, so that passing means something", () => {
    const seen = new Set<string>();
    const gather = (_: State, __: readonly Event[], after: State) => seen.add(after.status);
    fc.assert(
      fc.property(history, (steps) => {
        region(steps, gather);
      }),
      { numRuns: 400, seed: 7 },
    );
    const rare = ["FINALISED", "NO_CLAIM", "REVOKED", "SCHEDULED"];
    for (const status of Object.keys(TABLE))
      if (status !== "none" && !rare.includes(status)) yes(seen.has(status), status);
  });
});

describe("races are decided by the order on the ledger (I9)", () => {
  type Racer = readonly [name: string, signers: string, command: Command];
  const cancel: Racer = ["cancel", "li", command("cancel", { reason: "clinical-grounds" })];
  const claim: Racer = ["claim", "corner qr", claimOf("corner")];
  const rival: Racer = ["rival", "market qr", claimOf("market")];
  const settle: Racer = ["settle", "corner", settleOf()];
  const hold: Racer = [
    "hold",
    "health",
    command("hold", { organisation: organisation("health"), reason: "recall", basis, seconds: DAY }),
  ];
  const active = ["ACTIVE"] as const;
  const cases: readonly (readonly [Racer, Racer, readonly string[], string, string])[] = [
    [cancel, claim, active, "CANCELLED cancelled", "CLAIMED -"],
    [claim, rival, active, "CLAIMED already-claimed", "CLAIMED already-claimed"],
    [hold, claim, active, "ACTIVE held", "CLAIMED -"],
    [cancel, settle, ["CLAIMED"], "CLAIMED cancel-pending", "SETTLED -"],
    [hold, settle, ["CLAIMED"], "CLAIMED held", "SETTLED -"],
  ];
  for (const [one, other, [from], forth, back] of cases)
    it(`${one[0]} and ${other[0]}`, () => {
      const outcome = (...racers: readonly Racer[]) => {
        const { state, last } = play([
          ...(WAYS[from ?? ""] ?? []),
          ...racers.map(([, by, asked]) => [0, by, asked] as const),
        ]);
        return `${(state as Issue).status} ${last?.ok === false ? last.error.code : "-"}`;
      };
      same([outcome(one, other), outcome(other, one)], [forth, back]);
    });
});

describe("whose credential is gone (I7)", () => {
  const hospital = organisation("hospital");
  const cases: readonly (readonly [way: string, signers: string, command: Command])[] = [
    ["none", "li", issueOf()],
    ["ISSUED", "wang", command("takeReview", { organisation: hospital })],
    ["IN_REVIEW", "wang", command("approve", {})],
    ["IN_REVIEW", "wang", command("return", { reasons: ["dosage"] })],
    ["RETURNED", "li", command("amend", { previous: CONTENT, content: CONTENT, items: issueOf().items })],
    ["ACTIVE", "corner qr", claimOf("corner")],
    ["CLAIMED", "chen", command("requestChange", { kind: "generic" })],
    ["SUBST_PENDING", "li", command("answerChange", { accepted: true })],
    ["SETTLED", "chen", command("dispense", { lines: [{ line: 1, quantity: 1, codes: [] }] })],
    ["SETTLED", "chen", command("refuse", { reason: "out-of-stock" })],
  ];
  for (const [way, signers, asked] of cases)
    it(`refuses ${asked.type}`, () => {
      const { state, time } = play(WAYS[way] ?? []);
      const facts = factsOf({ facts: { credential: () => false } });
      const decision = contract.decide(state, asked, at(time, who(...signers.split(" ").filter(Boolean))), facts);
      same(decision.ok ? "ok" : decision.error.code, "credential-missing");
    });
});
