import { join } from "node:path";
import { toHex } from "@meridian/base/bytes";
import { asHeight } from "@meridian/base/ids";
import { findEngine } from "@meridian/consensus-comet/engine/binary";
import { refusedOf } from "@meridian/consensus-comet/engine/peer-filter";
import { PeerKeeper } from "@meridian/consensus-comet/engine/peer-keeper";
import { EngineProcess } from "@meridian/consensus-comet/engine/process";
import type { Log } from "@meridian/consensus-comet/ports";
import { EngineRpc } from "@meridian/consensus-comet/rpc";
import { headerHash } from "@meridian/proof/comet/header";
import type { Seals } from "@meridian/proof/seal";
import { SealStore } from "@meridian/state-sqlite/seal-store";
import type { CommittedBlock } from "../engine/messages.ts";
import { sealsOf } from "../evidence/seals-of.ts";
import type { EvidenceSource } from "../evidence/source.ts";
import { EngineFailed } from "./engine-failed.ts";
import { SealFollower } from "./seals.ts";
import { engineHomeIn, type NodeSettings } from "./settings.ts";
import { smallSocketRoom } from "./socket-room.ts";

export type MembersEngineOptions = {
  readonly folder: string;
  readonly settings: NodeSettings;
  /** The engine's program. */
  readonly engineFile: string;
  /** Variables for the engine, for fault injection. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly log?: Log | undefined;
  readonly onFailure: (error: Error) => void;
};

export type EngineStanding = {
  readonly height: number;
  readonly isCatchingUp: boolean;
  /** Voting power of this node; 0 for one that follows. */
  readonly power: number;
  readonly peers: number;
  /** The last block of which header and commit are kept. */
  readonly sealed: number;
  /** Hash of that header: what a node that joins with a snapshot may be told to trust. */
  readonly sealedHash?: string;
};

/** How long what this node took in may still find its way into a block when the node is asked to end. */
const DRAIN_MILLISECONDS = 5_000;
/** A chain in good health makes the proving block in a tenth of that; one without a quorum makes none. */
const PROOF_MILLISECONDS = 1_000;
const SEALS_MILLISECONDS = 500;
const POLL_MILLISECONDS = 20;
/** Longer than a busy chain takes for a block, shorter than somebody waits for a proof. */
const TIP_MILLISECONDS = 150;

/** The engine that the members run together, as far as it is this node's: its process, and the seals it makes. */
export class MembersEngine {
  readonly settings: NodeSettings;
  readonly rpc: EngineRpc;
  readonly #options: MembersEngineOptions;
  readonly #process: EngineProcess;
  readonly #peers: PeerKeeper;
  readonly #store: SealStore;
  #height = asHeight(0);
  /** Whether the last block held no transaction, so all before it can be proven. */
  #atRest = true;
  #seals: { readonly all: Seals; readonly follower: SealFollower } | undefined;

  constructor(options: MembersEngineOptions) {
    const { folder, settings, engineFile, environment, log = () => undefined, onFailure } = options;
    this.settings = settings;
    this.#options = options;
    this.rpc = new EngineRpc({ host: "127.0.0.1", port: settings.rpcPort });
    this.#peers = new PeerKeeper({
      peers: settings.peers,
      connected: async () => (await this.rpc.netInfo()).map(({ nodeId }) => nodeId),
      dial: (peers) => this.rpc.dial(peers),
      refused: (peers) => refusedOf(this.rpc, peers),
      log,
    });
    this.#store = new SealStore(join(folder, "seals.db"));
    const home = engineHomeIn(folder);
    this.#process = new EngineProcess({ file: engineFile, home, log, ...(environment && { environment }) });
    void this.#process.exited.then((end) => {
      if (end.type === "failed") onFailure(new EngineFailed(end.failure));
    });
  }

  /** Headers and commits of all blocks; undefined before `start`. */
  get seals(): Seals | undefined {
    return this.#seals?.all;
  }

  /** Process id of the engine while it runs, and how often it was started again. */
  get process(): { readonly pid: number | undefined; readonly restarts: number } {
    const { pid, restarts } = this.#process;
    return { pid, restarts };
  }

  /** Undefined while the engine does not answer. */
  async standing(): Promise<EngineStanding | undefined> {
    try {
      const [status, peers] = await Promise.all([this.rpc.status(), this.rpc.netInfo()]);
      const { height, isCatchingUp, power } = status;
      const sealed = this.#store.last() ?? 0;
      const seal = this.#store.at(sealed);
      const sealedHash = seal && toHex(headerHash(seal.header));
      return { height, isCatchingUp, power, peers: peers.length, sealed, ...(sealedHash && { sealedHash }) };
    } catch {
      return undefined;
    }
  }

  /** The engine's answer to a call, as it wrote it; undefined while it does not answer. */
  async relay(...call: Parameters<EngineRpc["relay"]>): Promise<string | undefined> {
    try {
      return await this.rpc.relay(...call);
    } catch {
      return undefined;
    }
  }

  /** Starts the engine, for which the node already listens, and keeps header and commit of every block. */
  start(chain: Pick<EvidenceSource, "genesis" | "history">): void {
    const { settings, engineFile, log, onFailure } = this.#options;
    const follower = new SealFollower({
      ...chain,
      engine: this.rpc,
      store: this.#store,
      initialHeight: settings.initialHeight ?? 1,
      tipMilliseconds: TIP_MILLISECONDS,
      onFailure,
      ...(log && { log }),
    });
    this.#seals = { all: sealsOf(chain, this.#store), follower };
    const room = smallSocketRoom();
    if (room !== undefined && isStock(engineFile))
      log?.("info", "a small net.core.wmem_default makes a stock engine dear under load", room);
    this.#process.start();
    this.#peers.start();
    follower.committed(chain.history.height);
  }

  /** To be called after every block. */
  committed({ height, ids, headerHash }: Pick<CommittedBlock, "height" | "ids" | "headerHash">): void {
    this.#height = height;
    this.#atRest = ids.length === 0;
    this.#seals?.follower.committed(height, headerHash);
  }

  /** Resolves once the seals of all blocks told so far are kept. */
  async sealed(): Promise<void> {
    await this.#seals?.follower.allKept(this.#height);
  }

  /**
   * Waits a while for what was taken in, for the block that proves the last one with transactions, and for the seals, then
   * ends the engine: whoever stops every node of a network can still prove what they decided last.
   */
  async stop(waiting: () => number): Promise<void> {
    await until(() => waiting() === 0, DRAIN_MILLISECONDS);
    await until(() => this.#atRest, PROOF_MILLISECONDS);
    await Promise.race([this.sealed(), later(SEALS_MILLISECONDS)]);
    await this.abandon();
    this.#store.close();
  }

  /** Ends the engine at once: nobody answers its questions any more. */
  async abandon(): Promise<void> {
    this.#peers.stop();
    await this.#seals?.follower.stop();
    await this.#process.stop();
  }
}

async function until(holds: () => boolean, milliseconds: number): Promise<void> {
  const end = performance.now() + milliseconds;
  while (!holds() && performance.now() < end) await later(POLL_MILLISECONDS);
}

const later = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

function isStock(path: string): boolean {
  const found = findEngine({ path });
  return found.ok && !found.value.isCorrected;
}
