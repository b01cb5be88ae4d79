import { err } from "@meridian/base/result";
import type { AnyContract } from "@meridian/kernel/contract";
import { contract as prescription } from "@meridian/prescription/contract";
import type { Command } from "@meridian/prescription/schema";
import { type Change, withContracts } from "./releases.ts";

/** Smallest units of one line that the rehearsed release lets a prescriber order. */
export const QUANTITY_MAX = 60;

/** A release to rehearse with: no line of a new prescription may be larger than `QUANTITY_MAX`. */
export const quantityCap: Change = withContracts({
  ...(prescription as AnyContract),
  version: 2,
  decide: (state, command, context, facts) => {
    const order = command as Command;
    if (order.type === "issue" && order.items.some(({ quantity }) => quantity > QUANTITY_MAX))
      return err({ code: "pathway-refused", reason: "guard" });
    return (prescription as AnyContract).decide(state, command, context, facts);
  },
});
