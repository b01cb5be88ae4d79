import type { Log } from "@meridian/consensus-comet/ports";
import type { GenesisDocument } from "@meridian/network/genesis";

/** What the ledger's thread and the one that makes its snapshots say to each other. */
export type SnapshotThreadData = {
  readonly genesis: GenesisDocument;
  readonly stateFile: string;
  readonly sealsFile: string;
  readonly folder: string;
  /** One number, a `Turn`. */
  readonly turn: Int32Array<SharedArrayBuffer>;
};
export type SnapshotThreadNotice = {
  readonly level: Parameters<Log>[0];
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>>;
};

/** The maker can be asked; is asked for the height just committed; has that state before its eyes; or is busy. */
export const Turn = { ready: 0, asked: 1, held: 2, busy: 3 } as const;

/**
 * Asks for the state as it is at this moment, and waits until the maker has it before its eyes, so many milliseconds at
 * most. False when it is not ready, or too slow: then it lets go of what it sees.
 */
export function ask(turn: Int32Array<SharedArrayBuffer>, post: () => void, milliseconds: number): boolean {
  if (Atomics.compareExchange(turn, 0, Turn.ready, Turn.asked) !== Turn.ready) return false;
  post();
  Atomics.wait(turn, 0, Turn.asked, milliseconds);
  return Atomics.compareExchange(turn, 0, Turn.asked, Turn.busy) !== Turn.asked;
}

/** The maker's answer: true when whoever asked still waits. */
export function seen(turn: Int32Array<SharedArrayBuffer>): boolean {
  const isAwaited = Atomics.compareExchange(turn, 0, Turn.asked, Turn.held) === Turn.asked;
  Atomics.notify(turn, 0);
  return isAwaited;
}
