import type { UnitCode } from "@meridian/base/ids";
import { type DeskNode, NodeRefusal } from "@meridian/client/desk";
import { SERIAL_MAX, traceCode } from "@meridian/formulary/trace";
import { useDesk } from "@meridian/ui/desk/context";
import { useRef, useState } from "react";
import {
  type Answer,
  type Basket,
  type CounterLine,
  codesWanted,
  isClosed,
  type Picked,
  pickedOf,
  remainingOf,
  scan,
  takeOut,
} from "./basket.ts";
import { type PackStanding, standingOf } from "./pack-check.ts";
import { readPackCode } from "./trace.ts";

/** What a scan came to: an answer of the basket, or what the ledger has against the pack. */
export type PickAnswer =
  | (Answer & { readonly code: string })
  | { readonly type: "not-a-code" }
  | { readonly type: Exclude<PackStanding, "free"> | "offline"; readonly code: string };

const KEPT = "meridian/basket/";

/** What was picked in this tab before the page was loaded anew. */
function keptBasket(prescription: string): Basket {
  return JSON.parse(sessionStorage.getItem(KEPT + prescription) ?? "{}") as Basket;
}

type Counter = Parameters<typeof scan>[2];

/** The basket of one prescription: scans are taken one after another, and each pack is looked up on the ledger first. */
export function usePicking(prescription: string, counter: Counter) {
  const { node } = useDesk();
  const [basket, setBasket] = useState<Basket>(() => keptBasket(prescription));
  const [answer, setAnswer] = useState<PickAnswer>();
  const [stocking, setStocking] = useState(false);
  const held = useRef<Basket>(basket);
  const queue = useRef<Promise<void>>(Promise.resolve());
  const put = (next: Basket): void => {
    held.current = next;
    setBasket(next);
    sessionStorage.setItem(KEPT + prescription, JSON.stringify(next));
  };
  const one = async (text: string): Promise<void> => {
    const pack = readPackCode(text);
    if (pack === undefined) return setAnswer({ type: "not-a-code" });
    const [, expected] = scan(held.current, pack.code, counter);
    const against = expected.type === "added" ? await objectionTo(node, pack.code) : undefined;
    if (against !== undefined) return setAnswer({ type: against, code: pack.code });
    const [next, told] = scan(held.current, pack.code, counter);
    put(next);
    setAnswer({ ...told, code: pack.code });
  };
  const scanned = (text: string): Promise<void> => {
    queue.current = queue.current.then(() => one(text));
    return queue.current;
  };
  const fromStock = async (): Promise<void> => {
    setStocking(true);
    for (const code of codesFromStock(counter.lines, held.current)) await scanned(code);
    setStocking(false);
  };
  const change = (line: number, changed: Partial<Picked>): void =>
    put({ ...held.current, [line]: { ...pickedOf(held.current, line), ...changed } });
  return {
    basket,
    answer,
    stocking,
    scanned,
    fromStock,
    change,
    takeOut: (line: CounterLine, code: UnitCode): void => put(takeOut(held.current, line, code)),
    empty: (): void => {
      put({});
      setAnswer(undefined);
    },
  };
}

async function objectionTo(
  node: DeskNode,
  code: UnitCode,
): Promise<Exclude<PackStanding, "free"> | "offline" | undefined> {
  try {
    const standing = await standingOf(node, code);
    return standing === "free" ? undefined : standing;
  } catch (error) {
    if (error instanceof NodeRefusal) return "offline";
    throw error;
  }
}

/** Packs that the invented shelf of a demonstration has: as many as are wanted, of the medicine that was prescribed. */
function codesFromStock(lines: readonly CounterLine[], basket: Basket): readonly string[] {
  return lines.flatMap((line) => {
    const { medicine, item } = line;
    if (medicine === undefined || isClosed(item) || remainingOf(item) === 0) return [];
    const wanted = codesWanted(line, pickedOf(basket, item.line));
    const serials = crypto.getRandomValues(new Uint32Array(Math.max(0, wanted)));
    return [...serials].map((serial) => traceCode(medicine, serial % SERIAL_MAX));
  });
}
