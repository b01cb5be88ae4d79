import type { Log } from "../ports.ts";
import type { Peer } from "./config.ts";

export type PeerKeeperOptions = {
  readonly peers: readonly Peer[];
  /** Ids of the nodes that the engine is connected to. */
  readonly connected: () => Promise<readonly string[]>;
  /** Has the engine try these once. */
  readonly dial: (peers: readonly Peer[]) => Promise<void>;
  /** Those of the missing whom this node does not let in, whoever dials whom; left out where nobody is refused. */
  readonly refused?: (peers: readonly Peer[]) => Promise<readonly Peer[]>;
  readonly log: Log;
  readonly everyMilliseconds?: number;
};

const EVERY_MILLISECONDS = 15_000;

/**
 * Has peers dialled that are lost. CometBFT tries every five seconds for less than two minutes, then at pauses of 3, 9,
 * 27 ... seconds up to sixteen hours, then never again (p2p/switch.go, reconnectToPeer): a network that was cut in two
 * for an hour would stand still for hours more.
 */
export class PeerKeeper {
  readonly #options: PeerKeeperOptions;
  #timer: NodeJS.Timeout | undefined;
  #missing = "";
  #refused = "";

  constructor(options: PeerKeeperOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.look(), this.#options.everyMilliseconds ?? EVERY_MILLISECONDS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Looks once. Never rejects: an engine that does not answer has nothing to dial with. */
  async look(): Promise<void> {
    const { peers, connected, dial, log } = this.#options;
    try {
      const there = new Set(await connected());
      const missing = peers.filter(({ nodeId }) => !there.has(nodeId));
      const named = idsOf(missing);
      // Told when it changes, not as long as it lasts.
      if (named !== this.#missing)
        log(missing.length > 0 ? "warn" : "info", missing.length > 0 ? "peers are missing" : "all peers are there", {
          missing: named,
          connected: there.size,
        });
      this.#missing = named;
      if (missing.length > 0) await dial(missing);
      await this.#tellRefused(missing);
    } catch {
      // The next look finds the engine running again, or the supervisor has said that it does not.
    }
  }

  /** What no dialling mends: the operator names nodes that the ledger, as far as this node has it, does not. */
  async #tellRefused(missing: readonly Peer[]): Promise<void> {
    const refused = idsOf((await this.#options.refused?.(missing)) ?? []);
    if (refused !== "" && refused !== this.#refused) this.#options.log("warn", UNNAMED, { refused, see: WHAT_TO_DO });
    this.#refused = refused;
  }
}

const UNNAMED = "peers are refused: the ledger, as far as this node has it, does not name their nodes";
const WHAT_TO_DO = "docs/operating-a-consortium.md, When something is wrong";
const idsOf = (peers: readonly Peer[]): string => peers.map(({ nodeId }) => nodeId).join(",");
