import { type Name, NodeRefusal, type SigningHands } from "@meridian/client/desk";
import type { Command } from "@meridian/kernel/transaction";
import { performAct } from "@meridian/ui/desk/perform";
import type { Language } from "@meridian/ui/text/words";
import type { Player } from "./cast.ts";

/** Has a player sign and send; raises what kept it from the ledger. */
export async function commit(
  player: Player,
  language: Language,
  act: { readonly commands: readonly Command[]; readonly says: Name; readonly hands?: SigningHands },
): Promise<void> {
  const acted = await performAct(player, act, language, () => {});
  if (acted.status === "refused") throw new NodeRefusal(acted.refusal);
  if (acted.status === "unknown") throw new NodeRefusal({ code: "offline" });
  if (acted.status === "failed") throw new NodeRefusal({ code: "app-failed" });
}
