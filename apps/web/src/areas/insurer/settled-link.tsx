import { buttonClass } from "@meridian/ui/button";
import { useWords } from "@meridian/ui/language";
import { words } from "./words.ts";

/** The way from a claim that was just settled to its settlement. */
export function SettledLink({ id }: { readonly id: string }) {
  const say = useWords(words);
  return (
    <a href={`/i/st/${encodeURIComponent(id)}`} className={buttonClass("primary")} data-testid="open-settlement">
      {say.openSettlement}
    </a>
  );
}
