import type { Result } from "@meridian/base/result";
import type { Shape } from "@meridian/base/shape";
import type { Context } from "./context.ts";
import type { Command } from "./transaction.ts";

/** What a command did. Plain JSON data with integers; everything that `evolve` needs, times included, is in it. */
export type Event = { readonly type: string };

/** Why a command did nothing. `code` is kebab-case and unique in its domain; the rest is data for whoever explains it. */
export type Rejection = { readonly code: string };

/**
 * A contract is a pure state machine over one record, found by its key. `decide` says what happened; `evolve` says
 * what that means. Neither may do anything else: no clock, chance, network, log, float or locale.
 *
 * Members are methods, so that a contract of particular types is also an `AnyContract`.
 */
export interface Contract<State, C extends Command, E extends Event, R extends Rejection, Facts> {
  readonly domain: string;
  /** Increases with every change of behaviour; a version is activated at a height. */
  readonly version: number;
  /** The state of a record that does not exist yet. */
  readonly initial: State;
  readonly command: Shape<C>;
  /** Id of the record that the command is about, unique within the domain. */
  key(command: C): string;
  decide(state: State, command: C, context: Context, facts: Facts): Result<readonly E[], R>;
  /** Throws an InvariantError on an event that cannot follow the state: that is a bug and stops the node. */
  evolve(state: State, event: E): State;
}

export type AnyContract = Contract<unknown, Command, Event, Rejection, unknown>;

/** Reads another domain's record as it stands at this point of the block. */
export type Read = <S>(contract: { readonly domain: string; readonly initial: S }, key: string) => S;
