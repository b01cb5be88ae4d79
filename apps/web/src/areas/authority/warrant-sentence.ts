import type { CommandOf } from "@meridian/disclosure/schema";
import { useDesk } from "@meridian/ui/desk/context";
import type { Language } from "@meridian/ui/text/words";
import { warrantWords } from "./warrants-words.ts";

const DAY = 86_400;

/** One sentence about a warrant, from the command that is signed and nothing else. */
export function useWarrantSentence(): (warrant: CommandOf<"openWarrant">, language: Language, now: number) => string {
  const { directory } = useDesk();
  return ({ authority, court, scope, basis, expires }, language, now) => {
    const say = warrantWords[language];
    const nameOf = (id: string): string => directory.organisations.find((each) => each.id === id)?.[language] ?? id;
    const what = scope.type === "patient" ? say.all : say.one(scope.prescription);
    return say.saysOpen(nameOf(authority), what, basis, Math.max(0, Math.round((expires - now) / DAY)), nameOf(court));
  };
}
