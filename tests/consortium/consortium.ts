import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as later } from "node:timers/promises";
import type { OrganisationId } from "@meridian/base/ids";
import { Secret } from "@meridian/base/secret";
import { writeEngineHome } from "@meridian/meridian-app/consortium/engine-home";
import { type NodeSettings, writeSettings } from "@meridian/meridian-app/consortium/settings";
import type { GenesisDocument } from "@meridian/network/genesis";
import type { Random } from "@meridian/region/generator/random";
import { chanceFor } from "../faults/chance.ts";
import { Clients } from "./clients.ts";
import { Link } from "./link.ts";
import { MemberNode, type Place, tailOf } from "./member-node.ts";
import { consortiumGenesis, FOLLOWING, nodeIdOfMember, nodeSeedOf, VALIDATING, validatorSeedOf } from "./members.ts";
import type { NodeStart } from "./node-messages.ts";

/** Longer runs, for nights: `MERIDIAN_FAULTS=long`, or `full` as the other fault tests have it. */
export const isLong = ["long", "full"].includes(process.env["MERIDIAN_FAULTS"] ?? "");

export type ConsortiumOptions = {
  /** Of the test: its chance comes from it, so that it can be repeated. */
  readonly name: string;
  /** The first of 150 ports, below those that systems give to connections by themselves (32768 and up on Linux). */
  readonly port: number;
  readonly engineFile: string;
  readonly genesis?: GenesisDocument;
  /** Whose nodes there are; default those that validate. */
  readonly members?: readonly OrganisationId[];
  /** Of these, the nodes that nobody dials and that the test starts when it likes. */
  readonly later?: readonly OrganisationId[];
  /** Of one member's node from its first start on. */
  readonly start?: Readonly<Record<string, Partial<NodeStart>>>;
  /** Where a member's folder is, when not with the others. */
  readonly folders?: Readonly<Record<string, string>>;
};

const PORTS_PER_NODE = 3;
const LINKS_FROM = 50;
const SETTLE_MILLISECONDS = 60_000;
const POLL_MILLISECONDS = 50;
/** So long unchanged is taken to be at rest: the block that proves the last one follows at once. */
const REST_MILLISECONDS = 400;

/** A network of members' nodes on this machine, its links under the test's hand, and what its clients were told. */
export class Consortium {
  readonly random: Random;
  readonly clients: Clients;
  readonly genesis: GenesisDocument;
  readonly nodes: readonly MemberNode[];
  readonly #options: ConsortiumOptions;
  readonly #folder: string;
  readonly #links = new Map<string, Link>();
  readonly #schedule: string[] = [];
  readonly #begun = performance.now();

  private constructor(options: ConsortiumOptions) {
    const { name, port, genesis = consortiumGenesis(), members = VALIDATING, folders = {} } = options;
    this.#options = options;
    this.#folder = mkdtempSync(join(tmpdir(), "meridian-consortium-"));
    this.random = chanceFor(name);
    this.clients = new Clients(this.random, name);
    this.genesis = genesis;
    this.nodes = members.map((organisation, i) => {
      const first = port + i * PORTS_PER_NODE;
      const place: Place = {
        organisation,
        folder: folders[organisation] ?? join(this.#folder, organisation),
        p2pPort: first,
        rpcPort: first + 1,
        apiPort: first + 2,
      };
      return new MemberNode(place);
    });
  }

  /** Every node runs and has seen a first block. */
  static async open(options: ConsortiumOptions): Promise<Consortium> {
    const network = new Consortium(options);
    try {
      await network.#prepare();
      const now = network.nodes.filter(({ place }) => !network.#isLater(place.organisation));
      await Promise.all(now.map(({ place }) => network.start(place.organisation)));
      await network.probe();
      return network;
    } catch (error) {
      console.error(network.story());
      await network.close();
      throw error;
    }
  }

  node(organisation: string): MemberNode {
    const found = this.nodes.find(({ place }) => place.organisation === organisation);
    if (found === undefined) throw new Error(`${organisation} has a node here`);
    return found;
  }

  get running(): readonly MemberNode[] {
    return this.nodes.filter(({ isRunning }) => isRunning);
  }

  /** The way from one member to the other; each direction of dialling has its own. */
  link(from: string, to: string): Link {
    const link = this.#links.get(`${from} ${to}`);
    if (link === undefined) throw new Error(`no link from ${from} to ${to}`);
    return link;
  }

  /** All links between two groups. */
  between(some: readonly string[], others: readonly string[]): readonly Link[] {
    return some.flatMap((one) => others.flatMap((other) => [this.link(one, other), this.link(other, one)]));
  }

  get links(): readonly Link[] {
    return [...this.#links.values()];
  }

  /** What the test does, for whoever must understand why it failed. */
  note(text: string): void {
    this.#schedule.push(`${((performance.now() - this.#begun) / 1_000).toFixed(2)} s  ${text}`);
  }

  /** The schedule, and the last lines of every node's log. */
  story(): string {
    const logs = this.nodes.map((node) => `--- ${node.place.organisation}\n${node.lastWords}\n${tailOf(node.log)}`);
    return [`${this.#options.name}: what happened`, ...this.#schedule, ...logs].join("\n");
  }

  /** Runs a test's body; when it fails, tells the seed, the schedule and the logs. */
  async told(body: () => Promise<void>): Promise<void> {
    try {
      await body();
    } catch (error) {
      console.error(this.story());
      throw error;
    }
  }

  async start(organisation: string, options: Partial<NodeStart> = {}): Promise<void> {
    const { genesis } = this;
    const { engineFile, start = {} } = this.#options;
    this.note(`start ${organisation} ${JSON.stringify(options)}`);
    await this.node(organisation).start({ genesis, engineFile, ...start[organisation], ...options });
  }

  /** One transaction at each running node; each is in a block soon, and known to all running nodes. */
  async probe(patience = 60_000): Promise<void> {
    const nodes = this.running;
    await Promise.all(
      nodes.map(async (node) => {
        const { id } = await this.clients.decide(this.clients.trivial(), () => [node], patience);
        await Promise.all(nodes.map((other) => this.clients.receipt(id, other, patience)));
      }),
    );
  }

  async height(node: MemberNode): Promise<number> {
    const answer = await fetch(`${node.url}/v1/standing`, { signal: AbortSignal.timeout(5_000) });
    return ((await answer.json()) as { height: number }).height;
  }

  /** Waits until something holds. Rejects, with what was waited for, when it does not in time. */
  async until(what: string, holds: () => boolean | Promise<boolean>, patience = 60_000): Promise<void> {
    const limit = performance.now() + patience;
    this.note(`wait until ${what}`);
    while (!(await holds())) {
      if (performance.now() > limit) throw new Error(`waited in vain until ${what}`);
      await later(POLL_MILLISECONDS);
    }
  }

  /** Waits until all these nodes stand at one height and make no more blocks; answers the height. */
  async settled(nodes: readonly MemberNode[] = this.running): Promise<number> {
    const until = performance.now() + SETTLE_MILLISECONDS;
    let last = "";
    let since = performance.now();
    for (;;) {
      const heights = await Promise.all(nodes.map((node) => this.height(node).catch(() => -1)));
      const now = heights.join(" ");
      if (now !== last) {
        last = now;
        since = performance.now();
      }
      const height = heights[0] ?? 0;
      if (height > 0 && heights.every((each) => each === height) && performance.now() - since > REST_MILLISECONDS)
        return height;
      if (performance.now() > until) throw new Error(`the nodes do not come to rest: heights ${now}`);
      await later(POLL_MILLISECONDS);
    }
  }

  /** Ends every process and removes the folders. Rejects when a process had to be ended by force. */
  async close(): Promise<void> {
    try {
      await Promise.all(this.nodes.map((node) => node.stop()));
      for (const node of this.nodes)
        if (!(await node.isGone())) throw new Error(`${node.place.organisation} leaves processes behind`);
    } finally {
      for (const node of this.nodes) node.destroy();
      await Promise.all([...this.#links.values()].map((link) => link.close()));
      rmSync(this.#folder, { recursive: true, force: true });
    }
  }

  #isLater(organisation: OrganisationId): boolean {
    return this.#options.later?.includes(organisation) ?? false;
  }

  async #prepare(): Promise<void> {
    const { port } = this.#options;
    const count = this.nodes.length;
    for (const [i, from] of this.nodes.entries()) {
      const peers: { nodeId: string; host: string; port: number }[] = [];
      for (const [j, to] of this.nodes.entries()) {
        if (i === j || this.#isLater(to.place.organisation)) continue;
        const linkPort = port + LINKS_FROM + i * count + j;
        const link = await Link.open(linkPort, to.place.p2pPort, this.random);
        this.#links.set(`${from.place.organisation} ${to.place.organisation}`, link);
        peers.push({ nodeId: nodeIdOfMember(to.place.organisation), host: "127.0.0.1", port: linkPort });
      }
      prepareNode(from.place, this.genesis, peers);
    }
  }
}

/** Writes a node's folder as `meridian node join` does. */
function prepareNode(
  { organisation, folder, p2pPort, rpcPort, apiPort }: Place,
  genesis: GenesisDocument,
  peers: NodeSettings["peers"],
  hasVote = organisation !== FOLLOWING,
): void {
  const settings = { organisation, p2p: { host: "127.0.0.1", port: p2pPort }, rpcPort, apiPort, peers };
  mkdirSync(folder, { recursive: true });
  writeSettings(folder, settings);
  writeEngineHome({
    folder,
    genesis,
    settings,
    nodeKeySeed: new Secret(nodeSeedOf(organisation)),
    ...(hasVote && { validatorKeySeed: new Secret(validatorSeedOf(organisation)) }),
  });
}
