import { toHex, utf8 } from "@meridian/base/bytes";
import type { TransactionId } from "@meridian/base/ids";
import type { Result } from "@meridian/base/result";
import type { Outbox, Unsent } from "@meridian/client/desk";
import type { CodedRejection, Receipt, SignedTransaction } from "@meridian/kernel/transaction";
import { sha256Of } from "./digest.ts";

export type Kept = Unsent & {
  readonly transaction: SignedTransaction;
  /** Milliseconds: `since` is too coarse for an order. */
  readonly kept: number;
};

/** Where the outbox is kept, over reloads and closed tabs. */
export interface OutboxStore {
  all(): Promise<readonly Kept[]>;
  put(entry: Kept): Promise<void>;
  drop(id: string): Promise<void>;
}

/** Sends once and waits a little for the receipt; rejects where there was no answer. */
export type Send = (transaction: SignedTransaction) => Promise<Result<Receipt | undefined, CodedRejection>>;

/** The node has no room or is going: to come back is all there is to do. */
const PASSING: ReadonlySet<string> = new Set([
  "ledger/queue-full",
  "ledger/shutting-down",
  "gateway/rate-limited",
  "gateway/internal",
]);
/** Its last height is over, and the node, which looked for a receipt first, found none. */
const WINDOW_OVER = "ledger/window-over";
const AGAIN_MILLISECONDS = 15_000;

const transactionIdOf = async ({ payload }: SignedTransaction): Promise<TransactionId> =>
  toHex(await sha256Of(utf8(payload))) as TransactionId;

/** The port over a store; several tabs that send the same bytes at once do no harm. */
export class BrowserOutbox implements Outbox {
  readonly #store: OutboxStore;
  readonly #send: Send;
  readonly #now: () => number;
  readonly #listeners = new Set<() => void>();
  #sending: Promise<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `now` in milliseconds. */
  constructor(store: OutboxStore, send: Send, now: () => number) {
    this.#store = store;
    this.#send = send;
    this.#now = now;
  }

  /** False where this browser keeps nothing, as in some private windows. */
  async keep(transaction: SignedTransaction): Promise<boolean> {
    const id = await transactionIdOf(transaction);
    const { payload } = transaction;
    const kept = this.#now();
    const since = Math.floor(kept / 1_000);
    try {
      await this.#store.put({ id, payload, since, state: "waiting", transaction, kept });
    } catch {
      return false;
    }
    this.#changed();
    this.#later();
    return true;
  }

  async list(): Promise<readonly Unsent[]> {
    return inOrder(await this.#store.all()).map(({ transaction: _, kept: __, ...unsent }) => unsent);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async forget(id: TransactionId): Promise<void> {
    await this.#store.drop(id);
    this.#changed();
  }

  send(): Promise<void> {
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = undefined;
    });
    return this.#sending;
  }

  /** In the order in which they were signed: a later one may build on an earlier. */
  async #sendAll(): Promise<void> {
    const all = await this.#store.all().catch((): readonly Kept[] => []);
    for (const entry of inOrder(all)) {
      if (entry.state !== "waiting") continue;
      if (await this.#sendOne(entry)) continue;
      this.#later();
      return;
    }
  }

  /** False where there is no getting through now, or how it ended is not known yet. */
  async #sendOne(entry: Kept): Promise<boolean> {
    let sent: Awaited<ReturnType<Send>>;
    try {
      sent = await this.#send(entry.transaction);
    } catch {
      return false;
    }
    const refusal = sent.ok ? refusalIn(sent.value) : sent.error;
    if (sent.ok ? sent.value === undefined : PASSING.has(sent.error.code)) return false;
    if (refusal === undefined) await this.#store.drop(entry.id);
    else {
      const state = refusal.code === WINDOW_OVER ? "expired" : "refused";
      await this.#store.put({ ...entry, state, refusal });
    }
    this.#changed();
    return true;
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.send(), AGAIN_MILLISECONDS);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Another tab changed what is kept. */
  heard(): void {
    this.#changed();
  }

  /** Nothing is sent by itself any more. */
  close(): void {
    clearTimeout(this.#timer);
  }
}

const inOrder = (all: readonly Kept[]): readonly Kept[] => [...all].sort((a, b) => a.kept - b.kept);

const refusalIn = (receipt: Receipt | undefined): CodedRejection | undefined =>
  receipt?.outcome.status === "rejected" ? receipt.outcome.rejection : undefined;
