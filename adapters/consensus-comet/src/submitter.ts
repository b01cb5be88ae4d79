import type { Height, TransactionId } from "@meridian/base/ids";
import { BUNDLE_TRANSACTIONS_MAX } from "@meridian/base/limits";
import { BUNDLE_ROOM, encodeBundle, sizeInBundle } from "./bundle.ts";
import { type Known, keyOf } from "./pool.ts";
import type { Log } from "./ports.ts";
import type { Broadcast } from "./rpc.ts";

/** What the submitter needs of the world, so that tests can be it. */
export type SubmitterWorld = {
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
  /** Calls back after so many milliseconds. Returns what cancels it. */
  readonly after: (milliseconds: number, run: () => void) => () => void;
  /** Offers a bundle to the engine's mempool. Never rejects. */
  readonly broadcast: (bundle: Uint8Array) => Promise<Broadcast>;
};

export type SubmitterOptions = {
  readonly world: SubmitterWorld;
  /** Told of each bundle before the engine is: its CheckTx comes before the broadcast is answered. */
  readonly onBundle: (key: string, members: readonly Known[]) => void;
  /** How many transactions of this node are welcome in the mempool, when `own` of them lie there. */
  readonly welcome: (own: number) => number;
  readonly log: Log;
};

/** Requests under way at a time. One waits for the mempool; the others are for full bundles. */
const REQUESTS_MAX = 3;
/** Own bundles in the mempool at a time. No mempool is ever full then. */
const SENT_BUNDLES_MAX = 64;
/** After the mempool took nothing, or the engine did not answer. */
const RETRY_MILLISECONDS = 200;
/** A bundle that no block has emptied is offered again; the engine knows it if it still has it. */
const RESEND_MILLISECONDS = 5_000;
/**
 * Then with its present members under a new name, since engines that have dropped it are not sent the same again. Twice
 * as long each time, so that a network that stands still for hours is not filled with copies.
 */
const RENEW_MILLISECONDS = 20_000;
const ATTEMPTS_MAX = 255;
const LOOK_MILLISECONDS = 1_000;

/** A transaction of this node that no block holds yet. */
type Own = { readonly known: Known; parcel: Parcel | undefined };
/** A bundle with what is left of it. */
type Parcel = {
  bytes: Uint8Array;
  members: readonly Own[];
  left: number;
  attempt: number;
  /** When these bytes were made, and when they were last offered. */
  madeAt: number;
  offeredAt: number;
};

/**
 * Brings this node's transactions into the engine's mempool, in bundles: a lone one goes at once, and what comes while
 * a request is under way goes together with the next. Keeps each until a block holds it or its window has passed, and
 * offers its bundle again when the engine may have lost it.
 */
export class Submitter {
  readonly #options: SubmitterOptions;
  readonly #pending = new Map<TransactionId, Own>();
  readonly #expiring = new Map<number, TransactionId[]>();
  #collected: Own[] = [];
  #collectedBytes = 0;
  readonly #parcels = new Set<Parcel>();
  /** Bundles to offer again, in order. */
  #due: Parcel[] = [];
  #sent = 0;
  #requests = 0;
  #turn = false;
  #retry: (() => void) | undefined;
  #look: (() => void) | undefined;
  #stopped = false;

  constructor(options: SubmitterOptions) {
    this.#options = options;
  }

  /** Transactions that are in no block yet. */
  get waiting(): number {
    return this.#pending.size;
  }

  has(id: TransactionId): boolean {
    return this.#pending.has(id);
  }

  /** Takes a verified transaction that is not pending. What comes in one turn goes together. */
  add(known: Known): void {
    const { id, payload } = known.head;
    const own: Own = { known, parcel: undefined };
    this.#pending.set(id, own);
    const expiring = this.#expiring.get(payload.validUntil);
    if (expiring === undefined) this.#expiring.set(payload.validUntil, [id]);
    else expiring.push(id);
    this.#collected.push(own);
    this.#collectedBytes += sizeInBundle(known.bytes.length);
    if (this.#turn) return;
    this.#turn = true;
    queueMicrotask(() => {
      this.#turn = false;
      this.#pump();
    });
  }

  /** A block has been committed; what it holds, and what can't stand in a later one, is pending no more. */
  committed(height: Height, ids: readonly { readonly id: TransactionId }[]): void {
    for (const { id } of ids) this.#forget(id);
    // After a snapshot the chain goes on at a height far above the last one.
    for (const [validUntil, over] of this.#expiring) {
      if (validUntil > height) continue;
      for (const id of over) this.#forget(id);
      this.#expiring.delete(validUntil);
    }
    this.#pump();
  }

  /** The engine has started: its mempool is empty, whatever it held before. */
  engineStarted(): void {
    this.#due = [...this.#parcels];
    this.#pause();
  }

  stop(): void {
    this.#stopped = true;
    this.#retry?.();
    this.#look?.();
  }

  #forget(id: TransactionId): void {
    const own = this.#pending.get(id);
    if (own === undefined) return;
    this.#pending.delete(id);
    const { parcel } = own;
    if (parcel === undefined) return;
    this.#sent--;
    if (--parcel.left === 0) this.#parcels.delete(parcel);
  }

  #pump(): void {
    while (!this.#stopped && this.#retry === undefined && this.#requests < REQUESTS_MAX) {
      const parcel = this.#nextDue() ?? this.#nextCollected();
      if (parcel === undefined) return;
      void this.#offer(parcel);
    }
  }

  #nextDue(): Parcel | undefined {
    for (let parcel = this.#due.shift(); parcel !== undefined; parcel = this.#due.shift())
      if (parcel.left > 0) return parcel;
    return undefined;
  }

  /** A full bundle at once; another one when nothing is under way. */
  #nextCollected(): Parcel | undefined {
    if (this.#collected.length === 0 || this.#parcels.size >= SENT_BUNDLES_MAX) return undefined;
    const most = Math.min(this.#options.welcome(this.#sent) - this.#sent, BUNDLE_TRANSACTIONS_MAX);
    const isFull = this.#collected.length >= most || this.#collectedBytes >= BUNDLE_ROOM;
    if (most <= 0 || (this.#requests > 0 && !isFull)) return undefined;
    const members = this.#take(most);
    if (members.length === 0) return undefined;
    const parcel: Parcel = { ...this.#made(members, 0), left: members.length, offeredAt: 0 };
    for (const own of members) own.parcel = parcel;
    this.#parcels.add(parcel);
    this.#sent += members.length;
    this.#look ??= this.#options.world.after(LOOK_MILLISECONDS, () => this.#resendStale());
    return parcel;
  }

  #made(members: readonly Own[], attempt: number): Pick<Parcel, "bytes" | "members" | "attempt" | "madeAt"> {
    const known = members.map((own) => own.known);
    const bytes = encodeBundle(
      known.map((each) => each.bytes),
      attempt,
    );
    this.#options.onBundle(keyOf(bytes), known);
    return { bytes, members, attempt, madeAt: this.#options.world.now() };
  }

  /** The first of what was collected, as much as fits, without what has come into a block by another way. */
  #take(most: number): readonly Own[] {
    const members: Own[] = [];
    let bytes = 0;
    let taken = 0;
    for (const own of this.#collected) {
      const size = sizeInBundle(own.known.bytes.length);
      if (members.length === most || bytes + size > BUNDLE_ROOM) break;
      taken++;
      this.#collectedBytes -= size;
      if (this.#pending.get(own.known.head.id) !== own) continue;
      members.push(own);
      bytes += size;
    }
    this.#collected = this.#collected.slice(taken);
    return members;
  }

  async #offer(parcel: Parcel): Promise<void> {
    const { world, log } = this.#options;
    this.#requests++;
    parcel.offeredAt = world.now();
    const answer = await world.broadcast(parcel.bytes);
    this.#requests--;
    if (answer.type === "busy" || answer.type === "unreachable") {
      this.#due.unshift(parcel);
      if (this.#retry === undefined)
        log("warn", `the engine took no bundle: ${answer.type}`, { detail: answer.detail });
      this.#pause();
    } else if (answer.type === "refused" && parcel.left > 0)
      // Its members were all checked here, so a block is about to empty it. If none does, it is offered again.
      log("info", "a bundle was refused", { code: answer.code, left: parcel.left });
    this.#pump();
  }

  #pause(): void {
    if (this.#stopped) return;
    this.#retry ??= this.#options.world.after(RETRY_MILLISECONDS, () => {
      this.#retry = undefined;
      this.#pump();
    });
  }

  #resendStale(): void {
    this.#look = undefined;
    const now = this.#options.world.now();
    const waiting = new Set(this.#due);
    for (const parcel of this.#parcels) {
      if (now - parcel.offeredAt <= RESEND_MILLISECONDS || waiting.has(parcel)) continue;
      if (now - parcel.madeAt > RENEW_MILLISECONDS * 2 ** parcel.attempt && parcel.attempt < ATTEMPTS_MAX) {
        const left = parcel.members.filter(({ known }) => this.#pending.has(known.head.id));
        Object.assign(parcel, this.#made(left, parcel.attempt + 1));
      }
      this.#due.push(parcel);
    }
    if (this.#parcels.size > 0) this.#look = this.#options.world.after(LOOK_MILLISECONDS, () => this.#resendStale());
    this.#pump();
  }
}
