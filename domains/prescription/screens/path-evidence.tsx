import { NodeRefusal } from "@meridian/client/desk";
import { Button } from "@meridian/ui/button";
import { useDesk } from "@meridian/ui/desk/context";
import { download } from "@meridian/ui/desk/proof";
import { useWords } from "@meridian/ui/language";
import { Download, Printer } from "lucide-react";
import { useState } from "react";
import type { PathEvent } from "./path-row.tsx";
import { pathWords } from "./path-words.ts";

type State =
  | { readonly type: "working"; readonly done: number }
  | { readonly type: "done"; readonly good: number; readonly missing: number; readonly all: number };

/**
 * One file with the evidence of every step, each checked here first. Every member of `evidence` is a whole evidence file
 * (`meridian-evidence/1`) that the offline verifier reads by itself.
 */
export function PathEvidence({ id, events }: { readonly id: string; readonly events: readonly PathEvent[] }) {
  const say = useWords(pathWords);
  const { node, verify } = useDesk();
  const [state, setState] = useState<State>();
  const collect = async (): Promise<void> => {
    const files: unknown[] = [];
    let good = 0;
    for (const { height, position } of events) {
      setState({ type: "working", done: files.length });
      try {
        const text = await node.evidence({ type: "place", height, position });
        const { ok, trusted } = await verify(text);
        if (ok && trusted) good += 1;
        files.push(JSON.parse(text));
      } catch (error) {
        if (!(error instanceof NodeRefusal)) throw error;
      }
    }
    if (files.length > 0)
      download(
        `${id}-evidence.json`,
        JSON.stringify({ format: "meridian-evidence-set/1", prescription: id, evidence: files }),
      );
    setState({ type: "done", good, missing: events.length - files.length, all: files.length });
  };
  const isWorking = state?.type === "working";
  return (
    <div data-screen-only className="grid gap-2">
      <Button look="primary" busy={isWorking} icon={<Download size={16} aria-hidden />} onClick={collect}>
        {isWorking ? say.downloading(state.done, events.length) : say.download}
      </Button>
      <Button icon={<Printer size={16} aria-hidden />} onClick={() => window.print()}>
        {say.print}
      </Button>
      <p role="status" className="text-sm text-ink-2">
        {state?.type === "done" && state.all > 0 && say.downloaded(state.good, state.all)}
        {state?.type === "done" && state.missing > 0 && ` ${say.unavailable(state.missing)}`}
      </p>
    </div>
  );
}
