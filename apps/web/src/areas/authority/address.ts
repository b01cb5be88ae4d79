import { useLocation, useRouter } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";

type Patch = { readonly [name: string]: string | undefined };

/** What the address asks for after the `?`, as it is written, and how to change it without a new entry in the history. */
export function useAsked(): readonly [URLSearchParams, (patch: Patch) => void] {
  const router = useRouter();
  const { searchStr } = useLocation();
  // The router reads values as JSON, and long numbers would suffer from it.
  const raw = searchStr === "" ? "" : router.history.location.search;
  const asked = useMemo(() => new URLSearchParams(raw), [raw]);
  const ask = useCallback(
    (patch: Patch): void => {
      const { pathname, search } = router.history.location;
      router.history.replace(pathname + searchWith(new URLSearchParams(search), patch));
    },
    [router],
  );
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
