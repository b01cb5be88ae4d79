import type { Seat } from "./schema.ts";

/** What validators could do to a network if enough of them acted together; each of equal power, so seats are counted. */
export type Capability = "halt" | "censor" | "fork" | "rewrite";
export const CAPABILITIES: readonly Capability[] = ["halt", "censor", "fork", "rewrite"];

type Words = { readonly en: string; readonly zh: string };

/** What each capability really means, for whoever shows them. */
export const CAPABILITY_WORDS: { readonly [C in Capability]: Words } = {
  halt: {
    en: "Could stop all blocks by not voting: the rest is not more than two thirds. Nothing is lost or forged; it shows at once.",
    zh: "不投票即可使全网停止出块：其余席位不超过三分之二。已有记录不会丢失或被伪造，且立即可见。",
  },
  censor: {
    en: "Could keep a transaction out for good by voting for no block that holds it. A proposer alone only delays it until the next one's turn.",
    zh: "对含有某笔交易的区块一律不投票，即可长期排除该交易。单个提议者只能拖延到下一位提议者。",
  },
  fork: {
    en: "Could have two blocks of one height decided for two halves of the others, by signing both. The signatures prove it and name who signed.",
    zh: "对同一高度的两个区块都签名，可使其余验证者分成两半各自确认不同的区块。签名本身即是证据，并指明签名者。",
  },
  rewrite: {
    en: "Could decide any block alone, a second history included. What persons and organisations sign stays beyond them; every full node still refuses blocks that break the rules.",
    zh: "可独自确认任何区块，包括另一套历史。但无法伪造个人和机构的签名，遵守规则的完整节点仍会拒绝违规区块。",
  },
};

export type Tolerance = "none" | "exact" | "spare";
export const TOLERANCE_WORDS: { readonly [T in Tolerance]: Words } = {
  none: {
    en: "With fewer than four validators every single failure stops the network.",
    zh: "验证者少于四个时，任何一个失效都会使网络停摆。",
  },
  exact: { en: "As many as this tolerance needs, and no more.", zh: "席位数恰好满足当前的容错能力。" },
  spare: {
    en: "The seats beyond 3f+1 make a decision harder and tolerate no further failure; either one less or more up to the next 3f+1.",
    zh: "超出3f+1的席位不增加容错，只增加达成一致所需的票数；建议减少，或增加到下一个3f+1。",
  },
};

/** Coalitions of one sort of party that suffice, none of them with a member too many. */
export type Minimal = {
  /** How many there are, as a decimal number: they can be more than a number holds. */
  readonly count: string;
  /** Parties in the smallest; undefined when not even all of them suffice. */
  readonly smallest?: number;
  /** The first of them, parties with most seats first, at most `SHOWN_MAX`. */
  readonly first: readonly (readonly string[])[];
};
export const SHOWN_MAX = 10;

export type Coalitions = {
  readonly validators: number;
  /** Seats that decide: strictly more than two thirds. */
  readonly quorum: number;
  /** f: seats that may fail or lie with nothing stopped or forged. */
  readonly tolerated: number;
  readonly tolerance: Tolerance;
  /** n = 3f+1: the fewest seats with this tolerance, and the fewest with the next. */
  readonly fewest: number;
  readonly next: number;
  readonly capabilities: readonly {
    readonly capability: Capability;
    /** Seats that it takes. */
    readonly seats: number;
    readonly organisations: Minimal;
    readonly controls: Minimal;
  }[];
};

/** What a set tolerates, and who together could break what. */
export function coalitionsOf(set: readonly Pick<Seat, "organisation" | "control">[]): Coalitions {
  const validators = set.length;
  const tolerated = Math.max(0, Math.floor((validators - 1) / 3));
  const fewest = 3 * tolerated + 1;
  const organisations = partiesOf(set.map(({ organisation }) => organisation));
  const controls = partiesOf(set.map(({ control }) => control));
  return {
    validators,
    quorum: quorumOf(validators),
    tolerated,
    tolerance: tolerated === 0 ? "none" : validators === fewest ? "exact" : "spare",
    fewest,
    next: fewest + 3,
    capabilities: CAPABILITIES.map((capability) => {
      const seats = seatsFor(capability, validators);
      return {
        capability,
        seats,
        organisations: minimalOf(organisations, seats),
        controls: minimalOf(controls, seats),
      };
    }),
  };
}

/** The fewest seats that are more than two thirds of all (CometBFT `VerifyCommit`). */
export const quorumOf = (validators: number): number => Math.floor((2 * validators) / 3) + 1;

/**
 * Halting and censoring: so many that the rest makes no quorum. Forking: so many that with each half of the rest they
 * make one, so that two quorums share no honest seat: 2q - n, which is more than a third. Rewriting: a quorum.
 */
export function seatsFor(capability: Capability, validators: number): number {
  const quorum = quorumOf(validators);
  switch (capability) {
    case "halt":
    case "censor":
      return validators - quorum + 1;
    case "fork":
      return 2 * quorum - validators;
    case "rewrite":
      return quorum;
  }
}

type Party = { readonly name: string; readonly seats: number };

/** Most seats first, then by name, so that the same set always reads the same. */
function partiesOf(names: readonly string[]): readonly Party[] {
  const seats = new Map<string, number>();
  for (const name of names) seats.set(name, (seats.get(name) ?? 0) + 1);
  return [...seats]
    .map(([name, count]) => ({ name, seats: count }))
    .sort((a, b) => b.seats - a.seats || (a.name < b.name ? -1 : 1));
}

function minimalOf(parties: readonly Party[], needed: number): Minimal {
  let taken = 0;
  const smallest = parties.findIndex((party) => {
    taken += party.seats;
    return taken >= needed;
  });
  return {
    count: countMinimal(parties, needed).toString(),
    ...(smallest >= 0 && { smallest: smallest + 1 }),
    first: firstMinimal(parties, needed),
  };
}

/**
 * A coalition is minimal when its smallest member is still needed. Counted by that member, the last in the order: ways
 * in which members before it hold less than what is needed, but with it enough.
 */
function countMinimal(parties: readonly Party[], needed: number): bigint {
  const ways = Array.from<unknown, bigint>({ length: needed }, (_, sum) => (sum === 0 ? 1n : 0n));
  let count = 0n;
  for (const { seats } of parties) {
    for (let sum = Math.max(0, needed - seats); sum < needed; sum++) count += ways[sum] ?? 0n;
    for (let sum = needed - 1; sum >= seats; sum--) ways[sum] = (ways[sum] ?? 0n) + (ways[sum - seats] ?? 0n);
  }
  return count;
}

/** In the order of the parties. A branch is only entered when those left could complete it, so none is in vain. */
function firstMinimal(parties: readonly Party[], needed: number): readonly (readonly string[])[] {
  const left = parties.map((_, i) => parties.slice(i).reduce((sum, { seats }) => sum + seats, 0));
  const found: (readonly string[])[] = [];
  const extend = (chosen: readonly string[], sum: number, from: number): void => {
    for (let i = from; i < parties.length && found.length < SHOWN_MAX && sum + (left[i] ?? 0) >= needed; i++) {
      const { name, seats } = parties[i] ?? { name: "", seats: 0 };
      const next = [...chosen, name];
      if (sum + seats >= needed) found.push(next);
      else extend(next, sum + seats, i + 1);
    }
  };
  extend([], 0, 0);
  return found;
}
