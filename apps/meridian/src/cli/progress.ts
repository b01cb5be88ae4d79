import type { Io } from "./call.ts";

const REFRESH_MILLISECONDS = 100;

/** How far long work has come, on stderr, where somebody watches. */
export class Progress {
  readonly #io: Io;
  readonly #whole: number;
  #shown = 0;

  constructor(io: Io, whole: number) {
    this.#io = io;
    this.#whole = whole;
  }

  at(done: number): void {
    const now = Date.now();
    if (!this.#io.watched || now - this.#shown < REFRESH_MILLISECONDS) return;
    this.#shown = now;
    this.#io.err(`\r${done} / ${this.#whole}`);
  }

  end(): void {
    if (this.#shown > 0) this.#io.err("\r\u001b[K");
  }
}
