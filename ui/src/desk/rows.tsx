import { assertNever } from "@meridian/base/invariant";
import { NodeRefusal, type Page, type RowsQuery } from "@meridian/client/desk";
import type { Row } from "@meridian/kernel/view";
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Denied, Failed, Loading, Offline } from "../states.tsx";
import { holderIdOf, useDesk, useSession } from "./context.tsx";
import { RefusalText } from "./refusal.tsx";

/** Rows of a list of the node, kept current as blocks come (the app invalidates `["rows"]`). */
export function useRows<R extends Row = Row>(
  table: string,
  query: RowsQuery = {},
  options: { readonly enabled?: boolean } = {},
): UseQueryResult<Page<R>, Error> {
  const { node } = useDesk();
  const who = holderIdOf(useSession());
  return useQuery({
    queryKey: ["rows", who, table, query],
    queryFn: async () => (await node.rows(table, query)) as Page<R>,
    ...options,
  });
}

/** The committed state of a record, in the shape of its contract's `State`. */
export function useRecord<S>(domain: string, id: string | undefined): UseQueryResult<S | undefined, Error> {
  const { node } = useDesk();
  const who = holderIdOf(useSession());
  return useQuery({
    queryKey: ["record", who, domain, id],
    queryFn: async () => ((await node.record(domain, id ?? "")) ?? null) as S | undefined,
    enabled: id !== undefined,
  });
}

/** Any other reading of the node. `key` begins with what it is about. */
export function useAsk<T>(
  key: readonly unknown[],
  path: string,
  options: { readonly enabled?: boolean } = {},
): UseQueryResult<T, Error> {
  const { node } = useDesk();
  const who = holderIdOf(useSession());
  return useQuery({ queryKey: ["ask", who, ...key], queryFn: () => node.ask<T>("GET", path), ...options });
}

const DENIED: ReadonlySet<string> = new Set([
  "gateway/authorization-needed",
  "gateway/not-for-this-reader",
  "gateway/unknown-key",
  "gateway/revoked-key",
  "gateway/reader-suspended",
]);

type Reading = Pick<UseQueryResult<unknown, Error>, "status" | "error" | "refetch">;

/** Shows what a reading came to while it is not there: waiting, without a node, denied, failed; else its children. */
export function Reading<T>({
  of,
  children,
  lines,
}: {
  readonly of: UseQueryResult<T, Error>;
  readonly children: (data: T) => ReactNode;
  readonly lines?: number;
}) {
  if (of.status === "success") return children(of.data);
  return <Unread of={of} {...(lines !== undefined && { lines })} />;
}

function Unread({ of: { status, error, refetch }, lines }: { readonly of: Reading; readonly lines?: number }) {
  const retry = (): unknown => refetch();
  switch (status) {
    case "pending":
      return <Loading {...(lines !== undefined && { lines })} />;
    case "error": {
      if (!(error instanceof NodeRefusal)) return <Failed retry={retry} />;
      const { refusal } = error;
      if (refusal.code === "offline") return <Offline retry={retry} />;
      if (DENIED.has(refusal.code)) return <Denied />;
      return (
        <Failed retry={retry}>
          <RefusalText refusal={refusal} />
        </Failed>
      );
    }
    case "success":
      return null;
    default:
      return assertNever(status);
  }
}
