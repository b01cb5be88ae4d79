import { asHeight } from "@meridian/base/ids";
import { assertNever, invariant } from "@meridian/base/invariant";
import { err, ok, type Result } from "@meridian/base/result";
import { type Context, isReactionTo } from "@meridian/kernel/context";
import type { Contract } from "@meridian/kernel/contract";
import {
  type Command,
  type CommandOf,
  commandShape,
  type Event,
  NOTICE_HEIGHTS_MIN,
  PLAN,
  type Rejection,
  type Scheduled,
} from "./schema.ts";

/**
 * Every release that was scheduled and not cancelled, in rising order. The last may be yet to come: a release becomes
 * active by its height alone, so the record says from when on each holds and not which one does.
 */
export type State = { readonly releases: readonly Scheduled[] };
/** What the last release of the plan is in a block of some height. */
export type Status = "none" | "coming" | "active";

type Decision = Result<readonly Event[], Rejection>;

export const contract: Contract<State, Command, Event, Rejection, unknown> = {
  domain: "protocol",
  version: 1,
  initial: { releases: [] },
  command: commandShape,
  key: () => PLAN,
  decide,
  evolve,
};

export function statusAt({ releases }: State, height: number): Status {
  const last = releases.at(-1);
  if (last === undefined) return "none";
  return last.height > height ? "coming" : "active";
}

function decide(state: State, command: Command, context: Context): Decision {
  if (context.cause.type !== "genesis" && !isReactionTo(context, "governance", "passed"))
    return err({ code: "only-by-governance" });
  return command.type === "schedule" ? schedule(state, command, context) : cancel(state, command, context);
}

function schedule(state: State, command: CommandOf<"schedule">, { cause, height: now, time }: Context): Decision {
  const last = state.releases.at(-1);
  if (last !== undefined && statusAt(state, now) === "coming")
    return err({ code: "already-scheduled", release: last.release, height: last.height });
  const { release, height, software } = command;
  // A network that begins with later rules has no blocks of the earlier ones, and nobody who must be given notice.
  if (cause.type !== "genesis") {
    const next = (last?.release ?? 1) + 1;
    if (release !== next) return err({ code: "not-the-next-release", next });
    const earliest = asHeight(now + NOTICE_HEIGHTS_MIN);
    if (height < earliest) return err({ code: "height-too-soon", earliest });
  }
  const scheduled: Scheduled = { release, height, scheduledIn: now, scheduledAt: time };
  return ok([{ type: "scheduled", ...scheduled, ...(software !== undefined && { software }) }]);
}

function cancel(state: State, { release }: CommandOf<"cancel">, { height: now, time }: Context): Decision {
  const found = state.releases.find((one) => one.release === release);
  if (found === undefined) return err({ code: "not-scheduled" });
  const { height } = found;
  if (height <= now) return err({ code: "already-active", release, height });
  return ok([{ type: "cancelled", release, height, cancelledAt: time }]);
}

function evolve({ releases }: State, event: Event): State {
  const last = releases.at(-1);
  switch (event.type) {
    case "scheduled": {
      const { type: _, ...scheduled } = event;
      invariant((last?.release ?? 1) < event.release, "releases rise");
      invariant((last?.height ?? 0) < event.height, "a release follows the one before");
      return { releases: [...releases, scheduled] };
    }
    case "cancelled":
      invariant(last?.release === event.release, "what is cancelled was scheduled last");
      return { releases: releases.slice(0, -1) };
    default:
      return assertNever(event);
  }
}
