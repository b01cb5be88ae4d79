import type { TransactionId } from "@meridian/base/ids";
import { Secret } from "@meridian/base/secret";
import type { CometOrderingOptions } from "@meridian/consensus-comet/comet-ordering";
import { Sequencer, type World } from "@meridian/consensus-embedded/sequencer";
import { HostedValidators } from "@meridian/consensus-embedded/validators";
import type { CodedRejection } from "@meridian/kernel/transaction";
import type { Ledger } from "@meridian/ledger/ledger";
import type { StateStore, StoredBlock } from "@meridian/ledger/state-store";
import type { LedgerThreadData, OrderingData } from "./messages.ts";

/** Whatever puts transactions in order, as the thread of the ledger drives it. */
export interface Ordering {
  /** Transactions that this node took in and that are in no block yet. */
  readonly waiting: number;
  offer(bytes: Uint8Array, verified: boolean, id?: TransactionId): CodedRejection | undefined;
  /** `headerHash`: of the header that the engine decided on, hexadecimal; a block of one process carries its header. */
  onCommitted(listener: (block: StoredBlock, headerHash?: string) => void): void;
  /** Runs at once, or after the block that is executed now: records and proofs are read between blocks only. */
  betweenBlocks(run: () => void): void;
  stop(): void | Promise<void>;
}

const world: World = {
  now: () => {
    const now = Date.now();
    return { seconds: Math.floor(now / 1_000), nanos: (now % 1_000) * 1_000_000 };
  },
  after: (milliseconds, run) => {
    if (milliseconds === 0) {
      const immediate = setImmediate(run);
      return () => clearImmediate(immediate);
    }
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};

type Around = {
  readonly data: LedgerThreadData;
  readonly ledger: Ledger;
  readonly store: StateStore;
  /** The ledger has taken over the state of a snapshot. */
  readonly onRestored: () => void;
} & Pick<CometOrderingOptions, "verifier" | "log" | "onFailure">;

/** Starts ordering by this process alone, or listens for the engine that the members run together. */
export function orderingOf(around: Around): Promise<Ordering> {
  const { ordering } = around.data;
  return ordering.type === "embedded" ? Promise.resolve(embedded(ordering, around)) : comet(ordering, around);
}

function embedded(
  { validatorSeeds, ...options }: Extract<OrderingData, { readonly type: "embedded" }>,
  { data, ledger, store }: Around,
): Ordering {
  const validators = new HostedValidators(validatorSeeds.map(({ seed, power }) => ({ seed: new Secret(seed), power })));
  const sequencer = new Sequencer(data.genesis.network, ledger, store, validators, world, options);
  return {
    get waiting() {
      return sequencer.waiting;
    },
    offer: (bytes, verified, id) => sequencer.offer(bytes, verified, id),
    onCommitted: (listener) => {
      sequencer.onCommitted((block) => listener(block));
    },
    // Executes and commits in one go.
    betweenBlocks: (run) => run(),
    stop: () => sequencer.stop(),
  };
}

async function comet(
  { socket, rpcPort, initialHeight, peers, snapshotEvery }: Extract<OrderingData, { readonly type: "comet" }>,
  { data, ledger, onRestored, ...rest }: Around,
): Promise<Ordering> {
  // Who orders alone loads nothing of the engine's protocol.
  const [{ CometOrdering }, { snapshotsOf }] = await Promise.all([
    import("@meridian/consensus-comet/comet-ordering"),
    import("./snapshots.ts"),
  ]);
  const { genesis, stateFile } = data;
  const { log } = rest;
  const every = snapshotEvery === undefined ? {} : { every: snapshotEvery };
  const { snapshots, taken, stop } = snapshotsOf({
    ...{ ledger, genesis, stateFile, initialHeight, log, onRestored },
    ...every,
  });
  const ordering = new CometOrdering({
    ...rest,
    ledger,
    network: genesis.network,
    socket,
    rpc: { host: "127.0.0.1", port: rpcPort },
    initialHeight,
    peers,
    snapshots,
  });
  // Before anybody else hears of the block: what is read must be this height's.
  ordering.onCommitted(({ height }) => taken(height));
  await ordering.listen();
  return {
    get waiting() {
      return ordering.waiting;
    },
    offer: (bytes, verified, id) => ordering.offer(bytes, verified, id),
    onCommitted: (listener) => {
      ordering.onCommitted(listener);
    },
    betweenBlocks: (run) => ordering.betweenBlocks(run),
    stop: async () => {
      await ordering.stop();
      await stop();
    },
  };
}
