import { toHex, utf8 } from "@meridian/base/bytes";
import {
  asHeight,
  asSeconds,
  type Height,
  type NetworkId,
  type OrganisationId,
  type TransactionId,
} from "@meridian/base/ids";
import { canonicalText } from "@meridian/base/json";
import { err, ok } from "@meridian/base/result";
import { Secret } from "@meridian/base/secret";
import { id, literal, object, optional, text, union } from "@meridian/base/shape";
import { Sequencer, type World } from "@meridian/consensus-embedded/sequencer";
import { HostedValidators } from "@meridian/consensus-embedded/validators";
import { publicKeyOf, sign } from "@meridian/crypto/ed25519";
import { sha256 } from "@meridian/crypto/hash";
import type { AnyContract } from "@meridian/kernel/contract";
import { signedBytesOf } from "@meridian/kernel/signing";
import type { Command } from "@meridian/kernel/transaction";
import { transactionIdOf } from "@meridian/ledger/decode";
import { Ledger } from "@meridian/ledger/ledger";
import { MemoryStateStore } from "@meridian/ledger/memory-store";
import type { Rules } from "@meridian/ledger/rules";
import type { StateStore } from "@meridian/ledger/state-store";
import { encodeWire } from "@meridian/ledger/wire";
import type { GenesisDocument } from "@meridian/network/genesis";
import type { EvidenceSource } from "./source.ts";

/** A chain of one small domain in this thread, whose blocks come when the test says so. */

export const network = "small-region" as NetworkId;
const write = object({
  domain: literal("note"),
  type: literal("write"),
  id: id<string>(),
  words: text({ max: 200 }),
  refuse: optional(literal(true)),
});
type Write = { readonly id: string; readonly words: string; readonly refuse?: true };
const contract: AnyContract = {
  domain: "note",
  version: 1,
  initial: {},
  command: union("type", { write }),
  key: (command) => (command as unknown as Write).id,
  decide: (_, command) => {
    const { words, refuse } = command as unknown as Write;
    return refuse ? err({ code: "will-not" }) : ok([{ type: "written", words }]);
  },
  evolve: (_, event) => ({ words: (event as unknown as Write).words }),
};

export const note = (name: string, words = "words", refuse = false): Command =>
  ({ domain: "note", type: "write", id: name, words, ...(refuse && { refuse: true }) }) as Command;

export const smallRules: Rules = {
  network,
  relyingParty: { id: "localhost", origins: [] },
  contracts: new Map([["note", contract]]),
  facts: () => new Map(),
  resolve: () => ({ type: "none" }),
  openToSuspended: () => false,
  reactions: () => [],
};

export const seedOf = (name: string): Uint8Array => sha256(utf8(name));
const seeds = [1, 2, 3, 4].map((n) => seedOf(`validator ${n}`));
const admitted = {
  domain: "organisation",
  type: "admit",
  id: "member-1",
  kind: "court",
  name: { zh: "法院", en: "Court" },
  key: { kind: "ed25519", publicKey: toHex(publicKeyOf(seedOf("author"))) },
};

export const smallGenesis: GenesisDocument = {
  network,
  time: asSeconds(1_600_000_000),
  relyingParty: { id: "localhost", origins: ["http://localhost"] },
  validators: seeds.map((seed, i) => ({
    organisation: `member-${i + 1}` as OrganisationId,
    publicKey: toHex(publicKeyOf(seed)),
    power: 10,
  })),
  commands: [admitted],
};
export const genesisNote = note("genesis-note", "in the beginning");

export function smallTransaction(commands: readonly Command[], nonce: number) {
  const payload = utf8(
    canonicalText({ network, commands, nonce: nonce.toString(16).padStart(32, "0"), validUntil: asHeight(1_000) }),
  );
  const seed = seedOf("author");
  const signature = sign(seed, signedBytesOf(payload));
  const bytes = encodeWire({ payload, signatures: [{ kind: "ed25519", publicKey: publicKeyOf(seed), signature }] });
  return { id: transactionIdOf(payload), bytes };
}

export type SmallChain = {
  readonly source: EvidenceSource;
  readonly store: StateStore;
  /** Makes a block of these transactions, and no successor. */
  block(...transactions: readonly { readonly bytes: Uint8Array }[]): Height;
  /** Makes the empty block that proves the last one, if it is wanting. */
  settle(): void;
};

export function smallChain(store: StateStore = new MemoryStateStore(), rules = smallRules): SmallChain {
  let due: (() => void) | undefined;
  let seconds = 1_700_000_000;
  const world: World = {
    now: () => ({ seconds: seconds++, nanos: 7 }),
    after: (_, run) => {
      due = run;
      return () => {
        due = undefined;
      };
    },
  };
  const ledger = new Ledger(rules, store, { time: smallGenesis.time, commands: [genesisNote] });
  const validators = new HostedValidators(seeds.map((seed) => ({ seed: new Secret(seed), power: 10 })));
  const sequencer = new Sequencer(network, ledger, store, validators, world, {
    batchMilliseconds: 2,
    proofMilliseconds: 50,
  });
  const step = (): void => {
    const run = due;
    due = undefined;
    run?.();
  };
  return {
    source: sourceOf(ledger, store),
    store,
    block: (...transactions) => {
      for (const { bytes } of transactions) sequencer.offer(bytes, false);
      step();
      return ledger.height;
    },
    settle: () => {
      while (due !== undefined) step();
    },
  };
}

/** What evidence of a small chain is made from. */
export const sourceOf = (ledger: Ledger, store: StateStore): EvidenceSource => ({
  genesis: smallGenesis,
  history: {
    get height() {
      return ledger.height;
    },
    block: (height) => store.block(height),
    receipt: (wanted) => receiptIn(store, ledger.height, wanted),
  },
  engine: {
    proveRecord: (key) =>
      Promise.resolve({ height: ledger.height, value: ledger.record(key) ?? null, ...ledger.proveRecord(key) }),
  },
});

function receiptIn(store: StateStore, tip: Height, id: TransactionId) {
  for (let at = 1; at <= tip; at++) {
    const block = store.block(asHeight(at));
    const index = block?.ids.findIndex((one) => one.id === id && one.validUntil > 0) ?? -1;
    const outcome = block?.outcomes[index];
    if (outcome !== undefined) return { id, height: asHeight(at), index, outcome };
  }
  return undefined;
}
