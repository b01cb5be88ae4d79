import { BLOCK_TRANSACTIONS_MAX } from "@meridian/base/limits";

/** How long a block may keep the ledger busy: a fraction of the time that the engine gives a proposer. */
const BLOCK_MILLISECONDS = 400;
/** Fewer would cost more in votes and synced writes than they gain. */
const TRANSACTIONS_MIN = 100;
/** Weight of the newest block in what the next is expected to cost. */
const NEWEST = 0.25;
/** Blocks of fewer transactions say more of their fixed cost than of what a transaction costs. */
const TELLING_MIN = 20;

/**
 * How many transactions a proposal takes in: as many as this machine, as busy as it is, executes in two fifths of a second.
 * A block that takes everyone longer than the engine waits costs rounds, and those take what others still had to spare.
 * A matter of each proposer alone: no rule, and nobody checks it.
 */
export class BlockPace {
  #perTransaction: number | undefined;

  /** Milliseconds that looking at a block and executing and storing it took here. */
  took(transactions: number, milliseconds: number): void {
    if (transactions < TELLING_MIN) return;
    const measured = milliseconds / transactions;
    this.#perTransaction =
      this.#perTransaction === undefined ? measured : this.#perTransaction * (1 - NEWEST) + measured * NEWEST;
  }

  /** Transactions for the next proposal at most. */
  get most(): number {
    if (this.#perTransaction === undefined) return TRANSACTIONS_MIN * 4;
    const fitting = Math.floor(BLOCK_MILLISECONDS / this.#perTransaction);
    return Math.min(BLOCK_TRANSACTIONS_MAX, Math.max(TRANSACTIONS_MIN, fitting));
  }
}
