import { ok } from "@meridian/base/result";
import type { Wire } from "./answers.ts";
import { Indexed } from "./indexed.ts";
import { BrowserOutbox, type Kept } from "./outbox.ts";
import { submitted } from "./submit.ts";

const RECEIPT_MILLISECONDS = 10_000;
const NAME = "meridian-outbox";
const opened = new Map<string, BrowserOutbox>();

/**
 * The outbox of this browser for a node: one for all sessions of a page, since what is signed needs no session to be sent.
 * It sends when the page opens, and when the network is back.
 */
export function outboxOf(base: string): BrowserOutbox {
  const known = opened.get(base);
  if (known !== undefined) return known;
  const nobody: Wire = { base, token: () => undefined, onExpired: () => {} };
  const store = new Indexed<Kept>(base === "" ? NAME : `${NAME} ${base}`, "unsent", "id");
  const outbox = new BrowserOutbox(
    store,
    async (transaction) => {
      const taken = await submitted(nobody, transaction, RECEIPT_MILLISECONDS);
      return taken.ok ? ok(taken.value.receipt) : taken;
    },
    () => Date.now(),
  );
  opened.set(base, outbox);
  const tabs = new BroadcastChannel(NAME);
  let isHeard = false;
  tabs.onmessage = () => {
    isHeard = true;
    outbox.heard();
    isHeard = false;
  };
  outbox.onChange(() => {
    if (!isHeard) tabs.postMessage("changed");
  });
  addEventListener("online", () => void outbox.send());
  void outbox.send();
  return outbox;
}
