import { InvariantError } from "./invariant.ts";

const inspect = Symbol.for("nodejs.util.inspect.custom");

/**
 * A value that must not be printed: a key, a password, anything that identifies or describes a patient.
 * `JSON.stringify`, template strings, `console.log` and `util.inspect` fail; `reveal` is the only way to it,
 * so every place that looks is found by searching for that word.
 */
export class Secret<T> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  reveal(): T {
    return this.#value;
  }

  toJSON(): never {
    throw new InvariantError("a secret does not print");
  }

  toString(): never {
    throw new InvariantError("a secret does not print");
  }

  [inspect](): never {
    throw new InvariantError("a secret does not print");
  }
}
