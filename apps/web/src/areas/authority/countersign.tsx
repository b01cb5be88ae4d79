import { NodeRefusal, type Refusal } from "@meridian/client/desk";
import { Button } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { useDesk, useNameOf, useSession } from "@meridian/ui/desk/context";
import { RefusalText } from "@meridian/ui/desk/refusal";
import { useLanguage, useWords } from "@meridian/ui/language";
import { numberText } from "@meridian/ui/text/format";
import { useQueryClient } from "@tanstack/react-query";
import { Stamp } from "lucide-react";
import { useMemo, useState } from "react";
import { useNow } from "../../frame/live.tsx";
import { countersigned, type Waiting, waitingIn } from "./countersigning.ts";
import { useWarrantSentence } from "./warrant-sentence.ts";
import { warrantWords } from "./warrants-words.ts";

type State = "working" | "late" | { readonly height: number } | { readonly refusal: Refusal };

/** The court's half of a warrant that an authority has signed. */
export function Countersign({ text }: { readonly text: string }) {
  const say = useWords(warrantWords);
  const waiting = useMemo(() => waitingIn(text), [text]);
  return (
    <Card title={say.counterTitle}>
      {waiting === undefined ? <p className="text-danger">{say.counterBad}</p> : <Ask waiting={waiting} />}
    </Card>
  );
}

function Ask({ waiting }: { readonly waiting: Waiting }) {
  const say = useWords(warrantWords);
  const { language } = useLanguage();
  const { node, sessions } = useDesk();
  const nameOf = useNameOf();
  const session = useSession();
  const queries = useQueryClient();
  const sentence = useWarrantSentence();
  const now = useNow();
  const [state, setState] = useState<State>();
  const { court } = waiting.warrant;
  const isOfCourt = session?.organisations.some(({ id }) => id === court) ?? false;
  const sign = async (): Promise<void> => {
    setState("working");
    try {
      const receipt = await countersigned(node, sessions, waiting);
      setState(receipt === undefined ? "late" : { height: receipt.height });
      await queries.invalidateQueries({ predicate: ({ queryKey: [kind] }) => kind === "rows" });
    } catch (error) {
      if (!(error instanceof NodeRefusal)) throw error;
      setState({ refusal: error.refusal });
    }
  };
  const isDone = typeof state === "object" && "height" in state;
  return (
    <div className="grid gap-3">
      <p className="text-lg font-medium" data-testid="warrant-sentence">
        {sentence(waiting.warrant, language, now)}
      </p>
      <p className="text-ink-2">
        {say.counterWho(nameOf(court))} {say.handUntil(numberText(waiting.payload.validUntil, language))}
      </p>
      {!isOfCourt && <p className="text-warn">{say.counterOther}</p>}
      {isOfCourt && !isDone && (
        <Button
          look="primary"
          className="justify-self-start"
          busy={state === "working"}
          icon={<Stamp size={17} aria-hidden />}
          onClick={sign}
          data-testid="countersign"
        >
          {say.counterSign}
        </Button>
      )}
      <div role="status">
        {state === "working" && say.counterWorking}
        {state === "late" && say.counterLate}
        {isDone && <p className="text-ok">{say.counterDone(numberText(state.height, language))}</p>}
        {typeof state === "object" && "refusal" in state && <RefusalText refusal={state.refusal} />}
      </div>
    </div>
  );
}
