import type { UnitCode } from "@meridian/base/ids";
import { type DeskNode, NodeRefusal } from "@meridian/client/desk";
import type { State } from "@meridian/unit/schema";

/** Where the ledger has a pack: free, or why it cannot be given out. `elsewhere`: with a pharmacy that is not ours. */
export type PackStanding = "free" | "dispensed" | "returned" | "recalled" | "elsewhere";

/** A pack that another pharmacy gave out has a record that is not ours to read, which is answer enough. */
export async function standingOf(node: DeskNode, code: UnitCode): Promise<PackStanding> {
  try {
    const state = ((await node.record("unit", code)) ?? { status: "none" }) as State;
    return state.status === "none" ? "free" : state.status;
  } catch (error) {
    if (error instanceof NodeRefusal && error.refusal.code === "gateway/not-for-this-reader") return "elsewhere";
    throw error;
  }
}
