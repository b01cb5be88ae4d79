import { err, ok, type Result } from "@meridian/base/result";
import { ed25519Signer } from "@meridian/client/signer";
import type { Command, Receipt } from "@meridian/kernel/transaction";
import type { KeyEntry } from "../keystore/keystore.ts";
import { type Call, type Outcome, type Problem, words } from "./call.ts";
import { type Actor, sent } from "./network-actor.ts";
import { nextKey, seedOfKey, unusedKey } from "./validator-keys.ts";

/** What names a new validator key on the ledger, and is signed with it. */

/** The command for a key, in hexadecimal. */
type Naming = (publicKey: string) => object;
type Named = { readonly key: KeyEntry; readonly outcome: Outcome };

/**
 * Names the newest key of the folder that is none of the used ones. That it was somebody's before no list shows of every
 * key, but the ledger knows: then the next one is made, and named in its place.
 */
export async function namingKey(
  call: Call,
  actor: Actor,
  used: readonly string[],
  naming: Naming,
): Promise<Result<Named, Problem>> {
  const newest = unusedKey(call, used);
  if (!newest.ok) return newest;
  const first = await named(call, actor, newest.value, naming);
  if (!first.ok || !isRefused(first.value.outcome, "validator/key-in-use")) return first;
  const next = nextKey(call);
  return next.ok ? named(call, actor, next.value, naming) : next;
}

async function named(call: Call, { signer }: Actor, key: KeyEntry, naming: Naming): Promise<Result<Named, Problem>> {
  const seed = seedOfKey(call, key.name);
  if (!seed.ok) return seed;
  const outcome = await sent(call, [naming(key.publicKey) as Command], [signer, ed25519Signer(seed.value)]);
  return ok({ key, outcome: outcome.ok || outcome.error.code !== "not-yet" ? outcome : later(outcome.error) });
}

/** Whether the network refused it for this reason, at the door or in a block. */
export function isRefused(outcome: Outcome, code: string): boolean {
  if (!outcome.ok) return outcome.error.code === code;
  const { outcome: how } = (outcome.value.json ?? {}) as Partial<Receipt>;
  return how?.status === "rejected" && how.rejection.code === code;
}

/** Sent alone it would leave the engine without the key. */
const later = (problem: Problem): Outcome =>
  err({
    ...problem,
    next: words(
      "Run the same command again in a while: it goes on where it was, and gives the engine the key.",
      "请稍后再次运行同一命令:它会从中断处继续,并将密钥交给引擎。",
    ),
  });
