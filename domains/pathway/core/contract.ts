import type { Hash, Height, Seconds } from "@meridian/base/ids";
import { assertNever, invariant } from "@meridian/base/invariant";
import { err, ok, type Result } from "@meridian/base/result";
import { type Context, isReactionTo } from "@meridian/kernel/context";
import type { Contract } from "@meridian/kernel/contract";
import { hashOf, type PathwayDocument } from "./document.ts";
import { lint } from "./lint.ts";
import { type Command, type CommandOf, commandShape, type Event, type Facts, type Rejection } from "./schema.ts";

/** One version of a pathway, under its hash. It is never edited: another document is another record. */
export type Version = {
  readonly status: "registered" | "active" | "retired";
  readonly pathway: PathwayDocument;
  readonly hash: Hash;
  readonly registeredAt: Seconds;
  readonly activeFrom?: Height;
  /** The first height at which a later version holds. */
  readonly activeUntil?: Height;
};
/** Which version of a pathway was activated last, under the pathway's id. */
export type Lead = { readonly status: "lead"; readonly hash: Hash; readonly height: Height };
export type State = { readonly status: "none" } | Version | Lead;

type Decision = Result<readonly Event[], Rejection>;

export const contract: Contract<State, Command, Event, Rejection, Facts> = {
  domain: "pathway",
  version: 1,
  initial: { status: "none" },
  command: commandShape,
  key: keyOf,
  decide,
  evolve,
};

/** Whether a new prescription may pin this version in a block of this height. One that is pinned stays valid. */
export const isInForce = (state: State, height: Height): state is Version =>
  state.status === "active" &&
  state.activeFrom !== undefined &&
  height >= state.activeFrom &&
  (state.activeUntil === undefined || height < state.activeUntil);

/** With a prefix, so that no id can pass for a hash, which is 64 digits. */
export const leadKey = (id: string): string => `lead.${id}`;

function keyOf(command: Command): string {
  switch (command.type) {
    case "register":
      return hashOf(command.pathway);
    case "lead":
      return leadKey(command.id);
    case "activate":
    case "retire":
    case "supersede":
      return command.hash;
    default:
      return assertNever(command);
  }
}

function decide(state: State, command: Command, context: Context, facts: Facts): Decision {
  switch (command.type) {
    case "lead":
    case "supersede":
      return isReactionTo(context, "pathway", "activated")
        ? ok([followed(state, command)])
        : err({ code: "only-by-reaction" });
    case "register":
    case "activate":
    case "retire":
      if (context.cause.type !== "genesis" && !isReactionTo(context, "governance", "passed"))
        return err({ code: "only-by-governance" });
      return command.type === "register" ? register(state, command, context) : manage(state, command, context, facts);
    default:
      return assertNever(command);
  }
}

function register(state: State, { pathway }: CommandOf<"register">, context: Context): Decision {
  if (state.status !== "none") return err({ code: "already-registered" });
  const faults = lint(pathway);
  if (faults.length > 0) return err({ code: "lint", faults });
  return ok([{ type: "registered", hash: hashOf(pathway), pathway, registeredAt: context.time }]);
}

function manage(state: State, command: CommandOf<"activate" | "retire">, context: Context, facts: Facts): Decision {
  if (state.status === "none" || state.status === "lead") return err({ code: "unknown-pathway" });
  if (state.status === "retired") return err({ code: "retired" });
  const { hash, pathway } = state;
  if (command.type === "retire") return ok([{ type: "retired", hash, retiredFrom: context.height }]);
  if (state.status === "active" && state.activeUntil === undefined) return err({ code: "already-active" });
  if (command.height < context.height) return err({ code: "height-past", height: context.height });
  const latest = facts.latestVersion(pathway.id);
  const supersedes = latest === undefined || latest === hash ? null : latest;
  const { height } = command;
  // Going back to this version before its end has come must leave no gap.
  const goesOn = state.activeFrom !== undefined && state.activeUntil !== undefined && height <= state.activeUntil;
  const activeFrom = goesOn ? state.activeFrom : height;
  return ok([{ type: "activated", hash, id: pathway.id, height, activeFrom, supersedes }]);
}

/** What an activation brings with it. It may not fail: the versions it names are on record. */
function followed(state: State, command: CommandOf<"lead" | "supersede">): Event {
  if (command.type === "lead") {
    const { id, hash, height } = command;
    return { type: "led", id, hash, height };
  }
  invariant(state.status !== "none" && state.status !== "lead", "a version that is superseded was registered");
  return { type: "superseded", hash: command.hash, by: command.by, activeUntil: command.height };
}

function evolve(state: State, event: Event): State {
  if (event.type === "led") {
    invariant(state.status === "none" || state.status === "lead", "a lead follows none or a lead");
    return { status: "lead", hash: event.hash, height: event.height };
  }
  if (event.type === "registered") {
    invariant(state.status === "none", "registered follows none");
    const { pathway, hash, registeredAt } = event;
    return { status: "registered", pathway, hash, registeredAt };
  }
  invariant(state.status !== "none" && state.status !== "lead", `${event.type} follows a version`);
  switch (event.type) {
    case "activated": {
      invariant(state.status !== "retired", "what is retired stays retired");
      const { pathway, hash, registeredAt } = state;
      return { status: "active", pathway, hash, registeredAt, activeFrom: event.activeFrom };
    }
    case "retired":
      return { ...state, status: "retired" };
    case "superseded":
      return { ...state, activeUntil: event.activeUntil };
    default:
      return assertNever(event);
  }
}
