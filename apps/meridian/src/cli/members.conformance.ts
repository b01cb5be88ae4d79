import { strictEqual as is } from "node:assert";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { utf8 } from "@meridian/base/bytes";
import { asHeight, asSeconds } from "@meridian/base/ids";
import type { Receipt, SignedTransaction } from "@meridian/kernel/transaction";
import type { Row } from "@meridian/kernel/view";
import { transactionIdOf } from "@meridian/ledger/decode";
import { Ledger } from "@meridian/ledger/ledger";
import { MemoryStateStore } from "@meridian/ledger/memory-store";
import type { StoredBlock } from "@meridian/ledger/state-store";
import { wireOf } from "@meridian/ledger/wire";
import { type GenesisDocument, genesisStateOf } from "@meridian/network/genesis";
import { rulesOf } from "@meridian/network/rules";
import { MemoryViewStore } from "@meridian/projector/memory-view-store";
import { Projector, type RecordedBlock } from "@meridian/projector/projector";
import { Reading } from "@meridian/projector/reading";
import { view } from "@meridian/validator/view";
import { recordedEvents } from "../node/told-block.ts";
import { type Ran, runs } from "./io.conformance.ts";

/** A network of four members without engines: the ledger's rules behind a port, and the folders of its members. */

export const MEMBERS = ["hospital", "health-commission", "insurance-authority", "court"];

export type Members = {
  readonly url: string;
  readonly folder: string;
  at(...names: readonly string[]): string;
  /** Runs a command line that must go well, with `--json`; answers what it prints. */
  done(...argv: readonly string[]): Promise<{ readonly [name: string]: unknown }>;
  /** `network VERB` of a member, by its folder. */
  act(name: string, ...argv: readonly string[]): Promise<Ran>;
  rows(table: string, organisation: string): Promise<readonly Row[]>;
  /** Blocks pass in which nobody does anything. */
  pass(blocks: number): void;
  /** Whether receipts are told; without, everything stands in a block and nobody hears of it. */
  telling: boolean;
  close(): Promise<void>;
};

export async function foundMembers(port: number): Promise<Members> {
  const folder = mkdtempSync(join(tmpdir(), "meridian-seats-"));
  const at = (...names: readonly string[]): string => join(folder, ...names);
  const done: Members["done"] = async (...argv) => {
    const { exit, out, err } = await runs(...argv, "--json");
    is(exit, 0, `${argv.join(" ")}\n${out}${err}`);
    return JSON.parse(out);
  };
  for (const [i, id] of MEMBERS.entries())
    await done(
      ...["node", "init", "--organisation", id, "--kind", id],
      ...["--data", at(id), "--p2p", `127.0.0.1:${port + i}`],
    );
  const relyingParty = { id: "localhost", origins: ["http://localhost:8180"] };
  const cards = MEMBERS.map((id) => `${id}/card.json`);
  writeFileSync(at("network.json"), JSON.stringify({ network: "seats", relyingParty, cards }));
  await done("network", "init", at("network.json"), "--out", at("made"));
  const documents = ["--genesis", at("made", "genesis.json"), "--peers", at("made", "peers.json")];
  for (const id of MEMBERS) await done("node", "join", ...documents, "--data", at(id));
  const chain = await Chain.of(JSON.parse(readFileSync(at("made", "genesis.json"), "utf8")) as GenesisDocument);
  const server = createServer(async (request, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk as Uint8Array);
    const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
    const answered = await chain.answer(pathname, searchParams, Buffer.concat(chunks).toString(), members.telling);
    response.writeHead(answered === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(answered ?? {}));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const members: Members = {
    ...{ url, folder, at, done, telling: true },
    act: (name, ...argv) => runs("network", ...argv, "--data", at(name), "--node", url),
    rows: (table, organisation) => chain.rows(table, { organisation }),
    pass: (blocks) => {
      for (let n = 0; n < blocks; n++) chain.block();
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return members;
}

/** One ledger that makes a block of each transaction, and the rows of who runs the network. */
class Chain {
  readonly #genesis: GenesisDocument;
  readonly #ledger: Ledger;
  /** What genesis did is told with the first block. */
  readonly #before: StoredBlock | undefined;
  readonly #blocks: RecordedBlock[] = [];
  readonly #receipts = new Map<string, Receipt>();
  readonly #projector: Projector;
  readonly #reading: Reading;

  private constructor(genesis: GenesisDocument) {
    this.#genesis = genesis;
    const store = new MemoryStateStore();
    this.#ledger = new Ledger(rulesOf(genesis), store, genesisStateOf(genesis));
    this.#before = store.block(asHeight(0));
    const rows = new MemoryViewStore();
    const read = async (from: number, limit: number) => this.#blocks.slice(from - 1, from - 1 + limit);
    this.#projector = new Projector([view], { read }, rows);
    this.#reading = new Reading([view], rows);
  }

  static async of(genesis: GenesisDocument): Promise<Chain> {
    const chain = new Chain(genesis);
    await chain.#projector.start();
    chain.block();
    return chain;
  }

  block(transaction?: SignedTransaction): void {
    const bytes = transaction && wireOf(transaction);
    const [height, time] = [asHeight(this.#ledger.height + 1), asSeconds(this.#ledger.time + 1)];
    const transactions = bytes === undefined ? [] : [{ bytes, verified: false }];
    this.#ledger.finalize({ height, time, transactions });
    const { outcomes, events, ids } = this.#ledger.commit(new Uint8Array());
    const genesis = height === 1 ? recordedEvents(asHeight(0), time, this.#before?.events ?? []) : [];
    this.#blocks.push({ height, time, events: [...genesis, ...recordedEvents(height, time, events)] });
    const [[outcome], [head]] = [outcomes, ids];
    if (outcome !== undefined && head !== undefined)
      this.#receipts.set(head.id, { id: head.id, height, index: 0, outcome });
  }

  async rows(table: string, equals: { readonly [column: string]: string }): Promise<readonly Row[]> {
    await this.#projector.catchUp();
    const page = await this.#reading.rowsFor({ authority: true }, table, { equals });
    return page.ok ? page.value.rows : [];
  }

  async answer(path: string, search: URLSearchParams, body: string, telling: boolean): Promise<object | undefined> {
    const [, , kind, name = ""] = path.split("/");
    if (kind === "standing") {
      const { height, time } = this.#ledger;
      return { network: this.#genesis.network, height, time };
    }
    if (kind === "views") {
      const { limit: _, ...equals } = Object.fromEntries(search);
      return { rows: await this.rows(name, equals) };
    }
    if (name !== "") return telling && this.#receipts.has(name) ? { receipt: this.#receipts.get(name) } : undefined;
    const transaction = JSON.parse(body) as SignedTransaction;
    this.block(transaction);
    return { id: transactionIdOf(utf8(transaction.payload)) };
  }
}
