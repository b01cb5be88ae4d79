import type { Outbox, Unsent } from "@meridian/client/desk";
import { Button } from "@meridian/ui/button";
import { useDesk } from "@meridian/ui/desk/context";
import { RefusalText } from "@meridian/ui/desk/refusal";
import { useWords } from "@meridian/ui/language";
import { Hash } from "@meridian/ui/marks";
import { Send, X } from "lucide-react";
import { useEffect, useState } from "react";
import { words } from "../words.ts";

/** What was signed and not sent yet, and what came of it; nothing when there is nothing. */
export function OutboxBanner() {
  const { node } = useDesk();
  return node.outbox === undefined ? null : <Waiting outbox={node.outbox} />;
}

function Waiting({ outbox }: { readonly outbox: Outbox }) {
  const say = useWords(words);
  const [unsent, setUnsent] = useState<readonly Unsent[]>([]);
  useEffect(() => {
    const read = (): void => void outbox.list().then(setUnsent);
    read();
    return outbox.onChange(read);
  }, [outbox]);
  if (unsent.length === 0) return null;
  return (
    <section data-screen-only aria-label={say.outbox} className="bg-info-soft px-4 py-2 text-info" data-testid="outbox">
      <div className="mx-auto max-w-[1400px]">
        <p className="flex flex-wrap items-center gap-2">
          <Send size={16} aria-hidden /> {say.unsent(unsent.length)}
          <Button size="small" look="quiet" onClick={() => void outbox.send()}>
            {say.sendNow}
          </Button>
        </p>
        <ul>
          {unsent.map((one) => (
            <Line key={one.id} unsent={one} outbox={outbox} />
          ))}
        </ul>
      </div>
    </section>
  );
}

function Line({ unsent: { id, state, refusal }, outbox }: { readonly unsent: Unsent; readonly outbox: Outbox }) {
  const say = useWords(words);
  return (
    <li className="flex flex-wrap items-center gap-2 text-sm">
      <Hash value={id} />
      <span>{say.unsentState[state]}</span>
      {refusal !== undefined && <RefusalText refusal={refusal} />}
      {state !== "waiting" && (
        <Button size="small" look="quiet" aria-label={say.forget} onClick={() => void outbox.forget(id)}>
          <X size={14} aria-hidden />
        </Button>
      )}
    </li>
  );
}
