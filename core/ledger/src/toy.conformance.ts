import { toHex, utf8 } from "@meridian/base/bytes";
import { asHeight, asSeconds, type Height, type KeyId, type NetworkId, type OrganisationId } from "@meridian/base/ids";
import { canonicalBytes } from "@meridian/base/json";
import { err, ok } from "@meridian/base/result";
import { hash, id, integer, literal, object, oneOf, union } from "@meridian/base/shape";
import { publicKeyOf, sign } from "@meridian/crypto/ed25519";
import { sha256 } from "@meridian/crypto/hash";
import { keyIdOf } from "@meridian/crypto/key-id";
import type { AnyContract, Contract, Event, Read } from "@meridian/kernel/contract";
import { signersDigestOf } from "@meridian/kernel/signers";
import { signedBytesOf } from "@meridian/kernel/signing";
import type { Command } from "@meridian/kernel/transaction";
import { Ledger } from "./ledger.ts";
import { MemoryStateStore } from "./memory-store.ts";
import type { Release, Resolution, Rules } from "./rules.ts";
import type { StateStore, StoredBlock } from "./state-store.ts";
import { encodeWire } from "./wire.ts";

/** Three small domains that try everything the ledger does: sums that move, commands that cause others, keys with owners. */

export const NETWORK = "toy" as NetworkId;
export const GENESIS_TIME = asSeconds(1_700_000_000);

const amount = integer({ min: -1_000_000, max: 1_000_000 });
const purseHead = { domain: literal("purse"), id: id<string>() };
const purseCommand = union("type", {
  add: object({ ...purseHead, type: literal("add"), amount }),
  /** Reactions: takes from here, gives there, then tells an echo. */
  move: object({ ...purseHead, type: literal("move"), to: id<string>(), amount }),
  /** So many events at once. */
  burst: object({ ...purseHead, type: literal("burst"), count: integer({ min: 0, max: 300 }) }),
  /** A record of so many characters. */
  grow: object({ ...purseHead, type: literal("grow"), size: integer({ min: 0, max: 300_000 }) }),
});
type PurseCommand = Command & {
  readonly id: string;
  readonly amount: number;
  readonly to: string;
  readonly count: number;
  readonly size: number;
};
export type PurseEvent =
  | { readonly type: "added"; readonly amount: number }
  | { readonly type: "moved"; readonly to: string; readonly amount: number }
  | { readonly type: "grown"; readonly size: number };
export type Purse = { readonly sum: number; readonly pad?: string };

export const purse: Contract<Purse, PurseCommand, PurseEvent, { code: string; left?: number }, unknown> = {
  domain: "purse",
  version: 1,
  initial: { sum: 0 },
  command: purseCommand as unknown as Contract<Purse, PurseCommand, PurseEvent, { code: string }, unknown>["command"],
  key: (command) => command.id,
  decide: ({ sum }, command) => {
    switch (command.type) {
      case "add":
        if (sum + command.amount < 0) return err({ code: "overdrawn", left: sum });
        return ok([{ type: "added", amount: command.amount }]);
      case "move":
        return ok([{ type: "moved", to: command.to, amount: command.amount }]);
      case "burst":
        return ok(Array.from({ length: command.count }, () => ({ type: "added", amount: 1 }) as const));
      default:
        return ok([{ type: "grown", size: command.size }]);
    }
  },
  evolve: (state, event) => {
    if (event.type === "added") return { ...state, sum: state.sum + event.amount };
    return event.type === "grown" ? { ...state, pad: "x".repeat(event.size) } : state;
  },
};

/** Writes down what its context and facts say; rings again as often as it is told to. */
const echo: AnyContract = {
  domain: "echo",
  version: 1,
  initial: {},
  command: union("type", {
    ring: object({
      domain: literal("echo"),
      type: literal("ring"),
      id: id<string>(),
      times: integer({ min: 0, max: 99 }),
    }),
  }),
  key: (command) => (command as Command & { id: string }).id,
  decide: (_state, command, { cause, authors, height, time }, facts) => {
    const { id: record, times } = command as Command & { id: string; times: number };
    const { sumOf, at } = facts as ToyFacts;
    const by = authors.map(({ holder }) => holder);
    return ok([{ type: "rung", times, cause, by, height, time, sum: sumOf(record), factsAt: at() } as Event]);
  },
  evolve: (state, event) => ({ rings: ((state as { rings?: number }).rings ?? 0) + 1, last: event }),
};
type ToyFacts = { sumOf(id: string): number; at(): Height };

/** Whose key it is. */
const owner: AnyContract = {
  domain: "owner",
  version: 1,
  initial: { status: "none" },
  command: union("type", {
    set: object({
      domain: literal("owner"),
      type: literal("set"),
      key: hash<KeyId>(),
      name: id<string>(),
      status: oneOf("live", "suspended"),
    }),
  }),
  key: (command) => (command as Command & { key: string }).key,
  decide: (_state, command) => {
    const { name, status } = command as Command & { name: string; status: string };
    return ok([{ type: "set", name, status } as Event]);
  },
  evolve: (_state, event) => {
    const { name, status } = event as Event & { name: string; status: string };
    return { status, name };
  },
};

function resolve(read: Read, key: KeyId): Resolution {
  const state = read(owner, key) as { status: string; name: string };
  if (state.status === "none") return { type: "none" };
  const organisation = state.name as OrganisationId;
  return state.status === "live" ? { type: "organisation", organisation } : { type: "suspended", organisation };
}

function reactions(domain: string, record: string, event: Event): readonly Command[] {
  if (domain === "purse" && event.type === "moved") {
    const { to, amount: moved } = event as PurseEvent & { type: "moved" };
    return [add(record, -moved), add(to, moved), ring(to, 0)];
  }
  if (domain !== "echo") return [];
  const { times } = event as Event & { times: number };
  return times > 0 ? [ring(record, times - 1)] : [];
}

export const rules: Rules = {
  network: NETWORK,
  relyingParty: { id: "localhost", origins: ["http://localhost:8180"] },
  contracts: new Map<string, AnyContract>([
    ["purse", purse],
    ["echo", echo],
    ["owner", owner],
  ]),
  facts: (read, height) => {
    const facts: ToyFacts = { sumOf: (record) => (read(purse, record) as Purse).sum, at: height };
    return new Map([["echo", facts]]);
  },
  resolve,
  openToSuspended: ({ domain }) => domain === "owner",
  reactions,
};

/**
 * The same rules with a plan of releases: the purse `release-2` holds the height from which release 2 holds, if any.
 * Where it does, half of what is added to a purse arrives.
 */
export const withReleases = (installed: boolean): Rules => ({
  ...rules,
  releases: {
    plan: (read) => {
      const height = asHeight((read(purse, "release-2") as Purse).sum);
      return height === 0 ? [] : [{ release: 2, height, scheduledIn: asHeight(1), scheduledAt: GENESIS_TIME }];
    },
    of: () => (installed ? releaseTwo : undefined),
  },
});

const halving: AnyContract = {
  ...(purse as AnyContract),
  version: 2,
  decide: (state, command, context, facts) => {
    const { amount: full } = command as PurseCommand;
    const less = command.type === "add" ? { ...command, amount: Math.trunc(full / 2) } : command;
    return (purse as AnyContract).decide(state, less, context, facts);
  },
};
const releaseTwo: Release = { ...rules, contracts: new Map([...rules.contracts, ["purse", halving]]) };

export const add = (record: string, sum: number): Command =>
  ({ domain: "purse", type: "add", id: record, amount: sum }) as Command;
export const move = (record: string, to: string, sum: number): Command =>
  ({ domain: "purse", type: "move", id: record, to, amount: sum }) as Command;
export const burst = (record: string, count: number): Command =>
  ({ domain: "purse", type: "burst", id: record, count }) as Command;
export const grow = (record: string, size: number): Command =>
  ({ domain: "purse", type: "grow", id: record, size }) as Command;
export const ring = (record: string, times: number): Command =>
  ({ domain: "echo", type: "ring", id: record, times }) as Command;

export const seedOf = (name: string): Uint8Array => sha256(utf8(`toy key of ${name}`));
export const keyOf = (name: string): KeyId => keyIdOf("ed25519", publicKeyOf(seedOf(name)));
export const own = (name: string, status: "live" | "suspended" = "live"): Command =>
  ({ domain: "owner", type: "set", key: keyOf(name), name, status }) as Command;

type Changes = {
  readonly by?: readonly string[];
  readonly nonce?: number;
  readonly validUntil?: number;
  readonly network?: string;
  /** Whom the payload names as its signers; nobody unless asked. */
  readonly names?: readonly string[];
};

export function payloadOf(commands: readonly Command[], { nonce = 1, validUntil = 100, network, names }: Changes = {}) {
  const text = nonce.toString(16).padStart(32, "0");
  const keys = names?.map((name) => ({ kind: "ed25519" as const, publicKey: toHex(publicKeyOf(seedOf(name))) }));
  const signers = keys && { signers: signersDigestOf(keys) };
  return canonicalBytes({ network: network ?? NETWORK, commands, nonce: text, validUntil, ...signers });
}

export function transaction(commands: readonly Command[], changes: Changes = {}): Uint8Array {
  const payload = payloadOf(commands, changes);
  const signatures = (changes.by ?? ["anna"]).map((name) => ({
    kind: "ed25519" as const,
    publicKey: publicKeyOf(seedOf(name)),
    signature: sign(seedOf(name), signedBytesOf(payload)),
  }));
  return encodeWire({ payload, signatures });
}

/** A ledger that is driven block by block; time advances by a second with each. */
export class Toy {
  readonly store: StateStore;
  readonly ledger: Ledger;
  #nonce = 0;

  constructor(genesis: readonly Command[] = [], store: StateStore = new MemoryStateStore(), executedBy: Rules = rules) {
    this.store = store;
    this.ledger = new Ledger(executedBy, store, { time: GENESIS_TIME, commands: genesis });
  }

  /** Commits a block of these very bytes. */
  block(...transactions: readonly Uint8Array[]): StoredBlock {
    const height = asHeight(this.ledger.height + 1);
    const time = asSeconds(GENESIS_TIME + height);
    const inputs = transactions.map((bytes) => ({ bytes, verified: false }));
    this.ledger.finalize({ height, time, transactions: inputs });
    return this.ledger.commit(new Uint8Array());
  }

  /** Commits a block of one transaction with these commands; answers "committed" or the code of the refusal. */
  run(...commands: readonly Command[]): string {
    return outcomeOf(this.block(transaction(commands, { nonce: ++this.#nonce, validUntil: this.ledger.height + 10 })));
  }

  sum(record: string): number {
    const bytes = this.store.record(`purse/${record}`);
    return bytes === undefined ? 0 : (JSON.parse(new TextDecoder().decode(bytes)) as Purse).sum;
  }

  roots(): readonly string[] {
    return [toHex(this.ledger.stateRoot), toHex(this.ledger.appHash)];
  }
}

export function outcomeOf(block: StoredBlock, index = 0): string {
  const outcome = block.outcomes[index];
  return outcome?.status === "rejected" ? outcome.rejection.code : (outcome?.status ?? "none");
}

/** The block's events as parsed leaves. */
export const eventsOf = (block: StoredBlock): readonly { domain: string; record: string; event: Event }[] =>
  block.events.map((leaf) => JSON.parse(new TextDecoder().decode(leaf)));
