import { useCallback } from "react";
import { go, useAsked as useQuestion } from "../../frame/routing.tsx";

type Patch = { readonly [name: string]: string | undefined };

/** What the address asks for after the `?`, as it is written, and how to change it without a new entry in the history. */
export function useAsked(): readonly [URLSearchParams, (patch: Patch) => void] {
  const asked = useQuestion();
  const ask = useCallback((patch: Patch): void => {
    const { pathname, search } = location;
    go(pathname + searchWith(new URLSearchParams(search), patch), { replace: true });
  }, []);
  return [asked, ask];
}

/** The same question with some members changed; undefined and empty ones are left out. */
export function searchWith(asked: URLSearchParams, patch: Patch): string {
  const next = new URLSearchParams(asked);
  for (const [name, value] of Object.entries(patch))
    if (value === undefined || value === "") next.delete(name);
    else next.set(name, value);
  const text = next.toString();
  return text === "" ? "" : `?${text}`;
}
