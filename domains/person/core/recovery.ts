import { asSeconds } from "@meridian/base/ids";
import { err, ok } from "@meridian/base/result";
import { type Context, personsOf } from "@meridian/kernel/context";
import { registrarsOf } from "./keys.ts";
import { type CommandOf, type Facts, RECOVERY_WAIT } from "./schema.ts";
import { type Active, type Decision, isProven, keyOf, type Recovering } from "./state.ts";

/**
 * Two registrars who both saw the person and the document; one alone could take over whom it likes. One of them answers
 * for such persons' keys: nearly all members register staff, and where somebody works each says by its own word, so any
 * two of them could take over a physician or an officer. Asking again starts the wait anew, or a request whose new key was bound elsewhere meanwhile would lock the account for good.
 */
export function requestRecovery(
  state: Active | Recovering,
  command: CommandOf<"requestRecovery">,
  context: Context,
  facts: Facts,
): Decision {
  const { kind } = state;
  const registrars = registrarsOf(context, kind, facts);
  const [first, second] = registrars;
  if (first === undefined || second === undefined) return err({ code: "two-registrars-needed" });
  const answering = registrars.find((id) => facts.organisation(id).recovers.includes(kind));
  if (answering === undefined) return err({ code: "recovery-unanswered", kind });
  const key = keyOf(command.key);
  if (!isProven(context, command.key)) return err({ code: "key-not-proven", key: key.key });
  return ok([
    {
      type: "recoveryRequested",
      person: command.id,
      key,
      registrars: [first, answering === first ? second : answering],
      guardians: state.guardians,
      requestedAt: context.time,
      opensAt: asSeconds(context.time + RECOVERY_WAIT),
    },
  ]);
}

/** Any old key proves that not all were lost; a guardian speaks for somebody who has none at hand. */
export function vetoRecovery(
  state: Active | Recovering,
  { id: person }: CommandOf<"vetoRecovery">,
  context: Context,
): Decision {
  if (state.status !== "recovering") return err({ code: "no-recovery" });
  const by = personsOf(context).find((author) => author === person || state.guardians.includes(author));
  if (by === undefined) return err({ code: "not-signed-by-person" });
  return ok([{ type: "recoveryVetoed", person, by }]);
}

/** Anybody may complete it: what it does was fixed when it was asked for. */
export function completeRecovery(
  state: Active | Recovering,
  { id: person }: CommandOf<"completeRecovery">,
  context: Context,
): Decision {
  if (state.status !== "recovering") return err({ code: "no-recovery" });
  const { key, opensAt } = state.recovery;
  if (context.time < opensAt) return err({ code: "recovery-not-open", opensAt });
  return ok([{ type: "recovered", person, key, revoked: state.keys.map((old) => old.key) }]);
}
