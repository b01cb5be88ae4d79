import { toHex } from "@meridian/base/bytes";
import { asHeight, type NetworkId, type TransactionId } from "@meridian/base/ids";
import { canonicalBytes } from "@meridian/base/json";
import { VALIDITY_HEIGHTS_MAX } from "@meridian/base/limits";
import { buildTransaction } from "@meridian/client/client";
import { NodeRefusal } from "@meridian/client/desk";
import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { nonceOfSentence } from "../text/sentence.ts";
import type { Act, Acted, Moment } from "./acting.tsx";
import { type Desk, useDesk, useSession } from "./context.tsx";
import { SignSheet } from "./sign-sheet.tsx";

const RECEIPT_MILLISECONDS = 20_000;
const ActContext = createContext<((act: Act) => Promise<Acted>) | undefined>(undefined);

/** Shows the sentence, has it signed, sends it and says how it ended. One act at a time in a tab. */
export function useAct(): (act: Act) => Promise<Acted> {
  const act = useContext(ActContext);
  if (act === undefined) throw new Error("useAct is used outside of ActProvider");
  return act;
}

type Open = { readonly act: Act; readonly done: (acted: Acted) => void };

export function ActProvider({ children }: { readonly children: ReactNode }) {
  const desk = useDesk();
  const session = useSession();
  const queries = useQueryClient();
  const [open, setOpen] = useState<Open>();
  const [moment, setMoment] = useState<Moment>();

  const carryOut = useCallback(
    async (act: Act, language: "zh" | "en", told: (moment: Moment) => void): Promise<Exclude<Acted, undefined>> => {
      const acted = await perform(desk, act, language, told);
      await queries.invalidateQueries({ predicate: ({ queryKey: [kind] }) => kind !== "rejections" });
      return acted;
    },
    [desk, queries],
  );

  const act = useCallback(
    (wish: Act): Promise<Acted> => {
      if (wish.ask === false) return carryOut(wish, "zh", () => {});
      return new Promise((done) => {
        setOpen({ act: wish, done });
        setMoment({ type: "asking", act: wish });
      });
    },
    [carryOut],
  );

  const sign = async (language: "zh" | "en"): Promise<void> => {
    if (open === undefined) return;
    const acted = await carryOut(open.act, language, setMoment);
    open.done(acted);
    setMoment({ type: "ended", act: open.act, acted });
  };
  const close = (): void => {
    if (moment?.type === "asking") open?.done(undefined);
    setMoment(undefined);
    setOpen(undefined);
  };
  return (
    <ActContext value={act}>
      {children}
      {moment !== undefined && <SignSheet moment={moment} session={session} onSign={sign} onClose={close} />}
    </ActContext>
  );
}

async function perform(
  { node, sessions }: Desk,
  act: Act,
  language: "zh" | "en",
  told: (moment: Moment) => void,
): Promise<Exclude<Acted, undefined>> {
  let id: TransactionId | undefined;
  try {
    told({ type: "signing", act });
    const { network, height } = await node.standing();
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const payload = {
      network: network as NetworkId,
      commands: act.commands,
      nonce: toHex(nonceOfSentence(act.says[language], salt)),
      validUntil: asHeight(height + Math.floor(VALIDITY_HEIGHTS_MAX / 2)),
    };
    const signatures = await sessions.signPayload(canonicalBytes(payload), act.hands);
    const built = await buildTransaction(
      payload,
      signatures.map((signature) => ({ sign: () => signature })),
    );
    id = built.id;
    told({ type: "waiting", act, id });
    const submitted = await node.submit(built.transaction);
    if (!submitted.ok && submitted.error.code !== "ledger/replayed")
      return { status: "refused", refusal: submitted.error };
    const receipt = await node.receipt(id, RECEIPT_MILLISECONDS);
    if (receipt === undefined) return { status: "unknown", id };
    return receipt.outcome.status === "committed"
      ? { status: "committed", receipt }
      : { status: "refused", refusal: receipt.outcome.rejection };
  } catch (error) {
    if (!(error instanceof NodeRefusal)) throw error;
    // Whether it arrived is not known; the same bytes may be sent again without harm.
    if (id !== undefined && error.refusal.code === "offline") return { status: "unknown", id };
    return { status: "refused", refusal: error.refusal };
  }
}
