import { toHex } from "@meridian/base/bytes";
import { asHeight, asSeconds, type NetworkId } from "@meridian/base/ids";
import { invariant } from "@meridian/base/invariant";
import { VALIDITY_HEIGHTS_MAX } from "@meridian/base/limits";
import type { TransactionHead } from "@meridian/ledger/decode";
import type { BlockTransaction, Ledger } from "@meridian/ledger/ledger";
import type { StoredBlock } from "@meridian/ledger/state-store";
import {
  CheckTxType,
  ResponseProcessProposal_ProposalStatus as Proposal,
  type RequestApplySnapshotChunk,
  type RequestCheckTx,
  type RequestFinalizeBlock,
  type RequestInitChain,
  type RequestLoadSnapshotChunk,
  type RequestOfferSnapshot,
  type RequestPrepareProposal,
  type RequestProcessProposal,
  type RequestQuery,
  type ResponseApplySnapshotChunk,
  type ResponseCheckTx,
  type ResponseCommit,
  type ResponseExtendVote,
  type ResponseFinalizeBlock,
  type ResponseInfo,
  type ResponseInitChain,
  type ResponseListSnapshots,
  type ResponseLoadSnapshotChunk,
  type ResponseOfferSnapshot,
  type ResponsePrepareProposal,
  type ResponseProcessProposal,
  type ResponseQuery,
  type ResponseVerifyVoteExtension,
} from "cosmjs-types/tendermint/abci/types";
import type { Handlers } from "./abci/handlers.ts";
import { answerTo, checkAnswer, finalizedAnswer, noticesOf, sameValidators } from "./answers.ts";
import { BlockPace } from "./block-pace.ts";
import { decodeBundle, isBundle } from "./bundle.ts";
import { type Known, keyOf, Pool } from "./pool.ts";
import type { Snapshots, Verifier } from "./ports.ts";
import { transactionsFor } from "./proposal.ts";
import { type Recognised, Recogniser, withinLimits } from "./recogniser.ts";
import { SnapshotAnswers } from "./snapshots.ts";

/** `version.app` of every header. */
const APP_VERSION = 1n;
/** More than the engine's own bound on its mempool (`mempool.max_txs_bytes`), so that the pool forgets last. */
const POOL_BYTES_MAX = 134_217_728;
/** A node that lags so many blocks still takes what those ahead of it may already order. */
const LAG_HEIGHTS_MAX = 10;
/** Proposals of one height that are remembered; more rounds than that cost verifying again. */
const PROPOSALS_MAX = 8;
/** A block that would tell a time so long ago is left empty (see `prepareProposal`). */
const STALE_SECONDS = 5;
/**
 * What of strangers is verified at a time, as `workOf` counts it: about half a second. The engine commits no block before
 * all of CheckTx is answered, so whoever floods it with noise would stop this node; what is more than this is refused.
 */
const VERIFYING_MAX = 10_000;
/**
 * What may wait in the mempool of all nodes together, in blocks as this node would make them: the next one, and what comes
 * while it is decided. After each block the engine sends all that waits to be rechecked, so more costs time for nothing.
 */
const WAITING_BLOCKS = 2;
/** Of one node at most, however alone it is. */
const OWN_WAITING_MAX = 512;
/** Of one node at least, so that it is heard among many. */
const OWN_WAITING_MIN = 32;
const FILTER_ADDRESS = "/p2p/filter/addr/";
const FILTER_ID = "/p2p/filter/id/";

export type ApplicationOptions = {
  readonly network: NetworkId;
  readonly ledger: Ledger;
  readonly verifier: Verifier;
  /** Height of the first block that the engine orders. */
  readonly initialHeight: number;
  readonly snapshots?: Snapshots;
  /**
   * Ids of the nodes that this one's operator named. They are let in as long as the ledger has none of the engine's blocks:
   * genesis does not know members who came later, and a node that joins can fetch from nobody else.
   */
  readonly peers?: readonly string[];
  /** Seconds since 1970 by this machine's clock, which decides nothing but when a block is left empty. */
  readonly now?: () => number;
  /** Called after the engine has its answer to Commit, once a block, in order, with its header's hash in hexadecimal. */
  readonly onCommitted: (block: StoredBlock, headerHash: string) => void;
};

type Pending = {
  readonly hash: string;
  readonly answer: ResponseFinalizeBlock;
  readonly transactions: number;
  /** That executing took. */
  readonly milliseconds: number;
};

/** The ledger as CometBFT's application (ABCI 2.0). Nothing is stored but in Commit. */
export class Application implements Handlers {
  readonly pool: Pool;
  readonly #options: ApplicationOptions;
  readonly #ledger: Ledger;
  readonly #recogniser: Recogniser;
  readonly #snapshots: SnapshotAnswers;
  readonly #pace = new BlockPace();
  readonly #now: () => number;
  readonly #proposals = new Map<string, Recognised>();
  #members: number;
  #pending: Pending | undefined;
  /** Whether the last block was left empty although transactions waited. */
  #wasHeldBack = false;

  constructor(options: ApplicationOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => Date.now() / 1_000);
    this.#ledger = options.ledger;
    this.pool = new Pool((head) => this.#isOver(head), POOL_BYTES_MAX);
    this.#recogniser = new Recogniser(this.pool, options.verifier);
    this.#members = membersOf(options.ledger);
    this.#snapshots = new SnapshotAnswers(options.snapshots);
  }

  info(): ResponseInfo {
    const { height, appHash } = this.#ledger;
    // The blocks below the initial height are none of the engine's: to it the chain begins there.
    const begun = this.#hasBegun();
    return {
      data: "meridian",
      version: "1",
      appVersion: APP_VERSION,
      lastBlockHeight: begun ? BigInt(height) : 0n,
      lastBlockAppHash: begun ? appHash : new Uint8Array(),
    };
  }

  /** May come again, when the engine stopped before its first block. */
  initChain({ chainId, initialHeight, validators }: RequestInitChain): ResponseInitChain {
    const { network } = this.#options;
    invariant(chainId === network, `the engine's chain is ${chainId}, the ledger's network ${network}`);
    invariant(Number(initialHeight) === this.#options.initialHeight, "engine and node begin at one height");
    invariant(this.#ledger.height === this.#options.initialHeight - 1, "the ledger stands before the initial height");
    const agreed = this.#ledger.validators;
    invariant(agreed === undefined || sameValidators(agreed, validators), "engine and ledger name the same validators");
    return { validators: [], appHash: this.#ledger.appHash };
  }

  query({ path }: RequestQuery): ResponseQuery {
    if (path.startsWith(FILTER_ADDRESS)) return answerTo(true);
    if (path.startsWith(FILTER_ID)) return answerTo(this.#admitsPeer(path.slice(FILTER_ID.length)));
    return answerTo(false);
  }

  /**
   * How many transactions of this node are welcome in the mempool when `own` of them lie there: what others leave of what
   * may wait, and at least an equal share of it.
   */
  welcome(own: number): number {
    const waiting = WAITING_BLOCKS * this.#pace.most;
    const left = waiting - Math.max(0, this.pool.transactions - own);
    const share = Math.max(OWN_WAITING_MIN, Math.ceil(waiting / this.#members));
    return Math.min(OWN_WAITING_MAX, Math.max(left, share));
  }

  /** The first time and at each recheck: whether the mempool has anything to order in these bytes. */
  checkTx({ tx, type }: RequestCheckTx): ResponseCheckTx | Promise<ResponseCheckTx> {
    const key = keyOf(tx);
    if (this.pool.hasBundle(key)) {
      if (type !== CheckTxType.RECHECK) return this.#left(key);
      return checkAnswer(this.pool.isWanted(key, this.#ledger.height) ? "ok" : "over");
    }
    const members = isBundle(tx) ? decodeBundle(tx) : [tx];
    if (members === undefined) return checkAnswer("malformed");
    if (this.#recogniser.verifying >= VERIFYING_MAX) return checkAnswer("busy");
    const recognised = this.#recogniser.recognise(members);
    return recognised instanceof Promise
      ? recognised.then((them) => this.#admit(key, them))
      : this.#admit(key, recognised);
  }

  /**
   * A block tells the time at which its predecessor was signed, so the first one after a silence tells one of long ago,
   * and deadlines that have passed since would still seem open. It is left empty, and the next one, at once, holds what
   * waits. Never two in a row, so a clock that is wrong keeps nothing out.
   */
  prepareProposal({ txs, maxTxBytes, time }: RequestPrepareProposal): ResponsePrepareProposal {
    if (this.#now() - Number(time.seconds) > STALE_SECONDS && !this.#wasHeldBack) return { txs: [] };
    const stands = (head: TransactionHead): boolean => this.#ledger.standing(head) === undefined;
    return { txs: [...transactionsFor(txs, this.pool, stands, Number(maxTxBytes), this.#pace.most)] };
  }

  /** Well-formed transactions with good signatures within the limits: a function of the bytes alone (ADR-14). */
  async processProposal({ txs, hash }: RequestProcessProposal): Promise<ResponseProcessProposal> {
    if (!withinLimits(txs)) return { status: Proposal.REJECT };
    const recognised = await this.#recogniser.recognise(txs);
    for (const known of recognised) if (known !== undefined) this.pool.putLoose(known);
    if (recognised.includes(undefined)) return { status: Proposal.REJECT };
    const oldest = this.#proposals.keys().next();
    if (this.#proposals.size >= PROPOSALS_MAX && !oldest.done) this.#proposals.delete(oldest.value);
    this.#proposals.set(toHex(hash), recognised);
    return { status: Proposal.ACCEPT };
  }

  /** Asked again after the engine alone restarted, answers the same; a block is executed once. */
  async finalizeBlock(request: RequestFinalizeBlock): Promise<ResponseFinalizeBlock> {
    const hash = toHex(request.hash);
    const recognised = this.#proposals.get(hash) ?? (await this.#recogniser.recognise(request.txs));
    if (this.#pending !== undefined) {
      invariant(this.#pending.hash === hash, "one block is decided at a height");
      return this.#pending.answer;
    }
    const begun = performance.now();
    const block = this.#ledger.finalize({
      height: asHeight(Number(request.height)),
      time: asSeconds(Number(request.time.seconds)),
      transactions: request.txs.map((bytes, at) => blockTransactionOf(bytes, recognised[at])),
      notices: noticesOf(request.misbehavior),
    });
    const milliseconds = performance.now() - begun;
    this.#pending = { hash, answer: finalizedAnswer(block), transactions: request.txs.length, milliseconds };
    return this.#pending.answer;
  }

  commit(): ResponseCommit {
    invariant(this.#pending !== undefined, "a block is finalised before it is committed");
    // Header and commit are the engine's; the node asks for them when they are there, and keeps them beside the block.
    const begun = performance.now();
    const block = this.#ledger.commit(new Uint8Array());
    const { hash: headerHash, transactions, milliseconds } = this.#pending;
    this.#pace.took(transactions, milliseconds + performance.now() - begun);
    this.#pending = undefined;
    this.#proposals.clear();
    this.pool.settle(block.height);
    this.#members = membersOf(this.#ledger);
    this.#wasHeldBack = block.ids.length === 0 && this.pool.transactions > 0;
    // The engine goes on while the others are told.
    queueMicrotask(() => this.#options.onCommitted(block, headerHash));
    return { retainHeight: 0n };
  }

  extendVote(): ResponseExtendVote {
    invariant(false, "this network has no vote extensions");
  }

  verifyVoteExtension(): ResponseVerifyVoteExtension {
    invariant(false, "this network has no vote extensions");
  }

  listSnapshots(): ResponseListSnapshots {
    return this.#snapshots.list();
  }

  offerSnapshot(request: RequestOfferSnapshot): ResponseOfferSnapshot {
    return this.#snapshots.offer(request);
  }

  loadSnapshotChunk(request: RequestLoadSnapshotChunk): ResponseLoadSnapshotChunk {
    return this.#snapshots.load(request);
  }

  applySnapshotChunk(request: RequestApplySnapshotChunk): ResponseApplySnapshotChunk {
    return this.#snapshots.apply(request);
  }

  #hasBegun(): boolean {
    return this.#ledger.height >= this.#options.initialHeight;
  }

  #admitsPeer(id: string): boolean {
    const { peers = [] } = this.#options;
    return this.#ledger.admitsPeer(id) || (!this.#hasBegun() && peers.includes(id));
  }

  /** A bundle whose members were all verified goes into the pool, and by that into the mempool. */
  #admit(key: string, recognised: Recognised): ResponseCheckTx {
    const members: Known[] = [];
    for (const known of recognised) {
      if (known === undefined) return checkAnswer("malformed");
      if (this.#isForeign(known.head)) return checkAnswer("foreign");
      members.push(known);
    }
    this.pool.putBundle(key, members);
    return this.#left(key);
  }

  #left(key: string): ResponseCheckTx {
    return checkAnswer(this.pool.left(key).length > 0 ? "ok" : "over");
  }

  /** Of another network, or of a window so far ahead that its transaction would lie in the mempool and make empty blocks. */
  #isForeign({ payload: { network, validUntil } }: TransactionHead): boolean {
    const latest = this.#ledger.height + 1 + VALIDITY_HEIGHTS_MAX + LAG_HEIGHTS_MAX;
    return network !== this.#options.network || validUntil > latest;
  }

  #isOver(head: TransactionHead): boolean {
    const code = this.#ledger.standing(head)?.code;
    return code === "replayed" || code === "window-over";
  }
}

const blockTransactionOf = (bytes: Uint8Array, known: Known | undefined): BlockTransaction =>
  known === undefined ? { bytes, verified: false } : { bytes: known.bytes, verified: true, id: known.head.id };

/** Validators: those who bring transactions without being one are few. */
const membersOf = ({ validators }: Ledger): number => Math.max(1, validators?.length ?? 1);
