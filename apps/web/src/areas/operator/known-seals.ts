import type { DeskNode } from "@meridian/client/desk";
import type { CommitJson, HeaderJson, ValidatorsJson } from "@meridian/proof/comet/json";

/** Who signed a block, as the node tells it; addresses in lower-case hexadecimal. Evidence is what proves it. */
export type Seal = {
  readonly height: number;
  readonly proposer: string;
  readonly signed: ReadonlySet<string>;
  /** Whether these are the signatures that the next block names; until then others may come in their place. */
  readonly canonical: boolean;
  readonly validators: readonly { readonly address: string; readonly power: number }[];
};

type Answer = {
  readonly seals: readonly { readonly header: HeaderJson; readonly commit: CommitJson; readonly canonical: boolean }[];
  readonly validators: { readonly [hash: string]: ValidatorsJson };
};

/** CometBFT: a vote for this very block. */
const FOR_BLOCK = 2;
/** The most that a node gives at once. */
const AT_ONCE = 100;

/** Seals that were read. What the next block names does not change, so it is asked for once. */
export class KnownSeals {
  readonly #listeners = new Set<() => void>();
  #all: ReadonlyMap<number, Seal> = new Map();

  /** By height; another map after each change. */
  get all(): ReadonlyMap<number, Seal> {
    return this.#all;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Of heights in ascending order, those that may have other signatures than are known. Genesis has none. */
  unsettled(heights: readonly number[]): readonly number[] {
    return heights.filter((height) => height > 0 && this.#all.get(height)?.canonical !== true);
  }

  /** Learns what is not settled of these heights, in as few questions as can be. */
  async read(node: Pick<DeskNode, "ask">, heights: readonly number[]): Promise<void> {
    let wanted = this.unsettled(heights);
    while (wanted[0] !== undefined) {
      const from = wanted[0];
      const limit = Math.min(AT_ONCE, (wanted.at(-1) ?? from) - from + 1);
      this.#learn(sealsIn(await node.ask<Answer>("GET", `/v1/seals?from=${from}&limit=${limit}`)));
      wanted = wanted.filter((height) => height >= from + limit);
    }
  }

  #learn(seals: readonly Seal[]): void {
    const fresh = seals.filter(({ height }) => this.#all.get(height)?.canonical !== true);
    if (fresh.length === 0) return;
    this.#all = new Map([...this.#all, ...fresh.map((seal) => [seal.height, seal] as const)]);
    for (const listener of this.#listeners) listener();
  }
}

function sealsIn({ seals, validators }: Answer): readonly Seal[] {
  return seals.map(({ header, commit, canonical }) => ({
    height: Number(header.height),
    proposer: header.proposer_address.toLowerCase(),
    signed: new Set(
      commit.signatures
        .filter(({ block_id_flag }) => block_id_flag === FOR_BLOCK)
        .map(({ validator_address }) => validator_address.toLowerCase()),
    ),
    canonical,
    validators: (validators[header.validators_hash] ?? []).map(({ address, voting_power }) => ({
      address: address.toLowerCase(),
      power: Number(voting_power),
    })),
  }));
}
