import { type ComponentType, lazy, type ReactNode, useMemo } from "react";
import { useSearch, useLocation as useWouterLocation, useParams as useWouterParams } from "wouter";
import { navigate } from "wouter/use-browser-location";

/** A page of the app: its address, and its component, which loads when it is first opened. */
export type Page = { readonly path: string; readonly Component: ComponentType };

/** `page("/d/pt/:id", () => import("./chart.tsx"), "Chart")`: the named export of a module is the page. */
export const page = <Name extends string>(
  path: string,
  load: () => Promise<{ readonly [N in Name]: () => ReactNode }>,
  name: Name,
): Page => ({ path, Component: lazy(async () => ({ default: (await load())[name] as ComponentType })) });

/** The path of the address, without what comes after it. */
export const usePath = (): string => useWouterLocation()[0];

/** The path with what comes after it: what leads back here. */
export function useHere(): string {
  const [path] = useWouterLocation();
  const text = useSearch();
  return text === "" ? path : `${path}?${text}`;
}

/** What the address asks for after the `?`. */
export function useAsked(): URLSearchParams {
  const text = useSearch();
  return useMemo(() => new URLSearchParams(text), [text]);
}

/** What stands in the address at the `:names` of the page's path. */
export const useParams = (): Readonly<Record<string, string | undefined>> => useWouterParams();

/** Goes to another page of the app, from its top; `replace` leaves no entry in the history. */
export function go(to: string, { replace = false } = {}): void {
  navigate(to, { replace });
  if (!replace) scrollTo(0, 0);
}
