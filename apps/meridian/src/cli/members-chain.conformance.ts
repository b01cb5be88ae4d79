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

/** One ledger that makes a block of each transaction, and the rows of who runs the network. */
export class MembersChain {
  /** Whether receipts are told; without, everything stands in a block and nobody hears of it. */
  telling = true;
  /** Whether blocks are told; without, the node answers nothing about them, as one that has ended. */
  tellingBlocks = true;
  /** Names of lists that answer once as if they had no row yet. */
  readonly behind = new Set<string>();
  /** What happens once between the next question and the block that somebody sends something for. */
  meanwhile: (() => Promise<unknown>) | undefined;

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

  static async of(genesis: GenesisDocument): Promise<MembersChain> {
    const chain = new MembersChain(genesis);
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

  /** Blocks pass in which nobody does anything. */
  pass(blocks: number): void {
    for (let n = 0; n < blocks; n++) this.block();
  }

  async rows(table: string, equals: { readonly [column: string]: string }): Promise<readonly Row[]> {
    await this.#projector.catchUp();
    const page = await this.#reading.rowsFor({ authority: true }, table, { equals });
    return page.ok ? page.value.rows : [];
  }

  /** What a node answers over HTTP; undefined: it has no such thing. */
  async answer(path: string, search: URLSearchParams, body: string): Promise<object | undefined> {
    const [, , kind, name = ""] = path.split("/");
    if (kind === "standing") {
      const { height, time } = this.#ledger;
      return { network: this.#genesis.network, height, time };
    }
    if (kind === "views") {
      const { height } = this.#ledger;
      if (this.behind.delete(name)) return { rows: [], height: 0 };
      const { limit: _, ...equals } = Object.fromEntries(search);
      return { rows: await this.rows(name, equals), height };
    }
    if (kind === "blocks") return this.tellingBlocks ? this.#blocks[Number(name) - 1] : undefined;
    if (name !== "")
      return this.telling && this.#receipts.has(name) ? { receipt: this.#receipts.get(name) } : undefined;
    const { meanwhile } = this;
    this.meanwhile = undefined;
    await meanwhile?.();
    const transaction = JSON.parse(body) as SignedTransaction;
    this.block(transaction);
    return { id: transactionIdOf(utf8(transaction.payload)) };
  }
}
