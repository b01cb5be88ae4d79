import { ok, deepStrictEqual as same } from "node:assert";
import { it } from "node:test";
import { textOf, toHex } from "@meridian/base/bytes";
import { parseJson } from "@meridian/base/json";
import type { Command, Payload } from "@meridian/kernel/transaction";
import { MemoryStateStore } from "@meridian/ledger/memory-store";
import { firstBadSignature } from "@meridian/ledger/signing";
import { decodeWire } from "@meridian/ledger/wire";
import { contracts, explanations } from "@meridian/network/domains";
import { chanceFor, isFull } from "./chance.ts";
import { Adversary, type Hostile } from "./hostile.ts";
import { everybody, genesis, keyOf, PATIENT, PHYSICIAN, RETAIL_PATHWAY } from "./people.ts";
import { bring, cancelStep, issueCommand, WAY } from "./prescriptions.ts";
import { Region, signed, staffedRegion, staffing, wordOf } from "./region.ts";
import { schemasOf } from "./schema-instance.ts";

const TRANSACTIONS = isFull ? 1_000_000 : 100_000;
const BLOCK = 1_000;

const commandsIn = (transactions: readonly Uint8Array[]): readonly Command[] =>
  transactions.flatMap((bytes) => {
    const payload = parseJson(textOf(decodeWire(bytes)?.payload ?? new Uint8Array()) ?? "") as Payload | undefined;
    return payload?.commands ?? [];
  });

it(`${TRANSACTIONS} hostile transactions change nothing, and every refusal has a documented code`, () => {
  const random = chanceFor("hostile transactions");
  const region = staffedRegion(new MemoryStateStore(2 + BLOCK));
  for (const status of WAY) bring(region, `rx-${status}`, status);
  const committed = region.blocks().flatMap(({ transactions }) => transactions);
  const honest = [
    ...staffing.map(([by, commands], i) => signed(commands, [by], `honest ${i}`)),
    signed([issueCommand("rx-new", region.time)], [PHYSICIAN], "honest issue"),
    ...WAY.map((status) => signed(cancelStep(`rx-${status}`)[0], [PHYSICIAN], `honest cancel ${status}`)),
    signed(cancelStep("rx-early")[0], [PATIENT], "honest early cancel"),
  ];
  const texts = [
    ...everybody,
    ...WAY.map((status) => `rx-${status}`),
    ...WAY.map((status) => `unit-rx-${status}`),
    ...everybody.map((id) => keyOf(id).publicKey),
    RETAIL_PATHWAY,
    "general",
  ];
  const commands = [...commandsIn(committed), ...(genesis.commands as readonly Command[])];
  const adversary = new Adversary(random, schemasOf(contracts.values(), texts), honest, committed, commands);

  const before = region.roots();
  const codes = new Map<string, number>();
  const kinds = new Map<string, Set<string>>();
  for (let sent = 0; sent < TRANSACTIONS; sent += BLOCK) {
    const batch = Array.from({ length: BLOCK }, (): Hostile => adversary.next(region.ledger.height + 1));
    for (const { bytes } of batch) {
      // As the threads before the ledger do, on whatever comes in.
      const wire = decodeWire(bytes);
      if (wire !== undefined && sent < 10 * BLOCK) firstBadSignature(wire, genesis.relyingParty);
    }
    const outcomes = region.block(batch.map(({ bytes }) => bytes));
    for (const [i, outcome] of outcomes.entries()) {
      const code = wordOf(outcome);
      const { kind, bytes } = batch[i] as Hostile;
      if (outcome.status === "committed" || !explanations.has(code))
        ok(false, `${kind} ended in ${code}: ${toHex(bytes)} ${textOf(decodeWire(bytes)?.payload ?? bytes)}`);
      codes.set(code, (codes.get(code) ?? 0) + 1);
      kinds.set(kind, (kinds.get(kind) ?? new Set()).add(code));
    }
    same(region.roots(), before);
  }
  console.log(
    `${codes.size} codes: ${[...codes]
      .sort(([, a], [, b]) => b - a)
      .map(([code, n]) => `${code} ${n}`)
      .join(", ")}`,
  );
  same(kinds.size, 13, "every kind of trouble was made");
  ok(codes.size >= 50, "the refusals come from all over the network");
});

it("a hostile block leaves a ledger that goes on working", () => {
  const random = chanceFor("hostile block");
  const region = new Region();
  const schemas = schemasOf(contracts.values(), everybody);
  const honest = staffing.map(([by, commands], i) => signed(commands, [by], `honest ${i}`));
  const adversary = new Adversary(
    random,
    schemas,
    honest,
    [signed([], [PATIENT], "empty").bytes],
    commandsIn(honest.map(({ bytes }) => bytes)),
  );
  const mixed = honest.flatMap(({ bytes }) => [...Array.from({ length: 20 }, () => adversary.next(1).bytes), bytes]);
  same(region.block(mixed).filter(({ status }) => status === "committed").length, honest.length);
  const clean = new Region();
  clean.block(honest.map(({ bytes }) => bytes));
  same(region.roots(), clean.roots(), "and in the state that the honest ones alone lead to");
});
