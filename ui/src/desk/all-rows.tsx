import type { DeskNode, RowsQuery } from "@meridian/client/desk";
import type { Row } from "@meridian/kernel/view";
import { keepPreviousData, type UseQueryResult, useQuery } from "@tanstack/react-query";
import { holderIdOf, useDesk, useSession } from "./context.tsx";

const ROWS_MAX = 10_000;
const PAGE_ROWS = 500;

/** All rows of a list, page after page, up to 10,000; for worklists that are filtered here. */
export function useAllRows<R extends Row = Row>(
  table: string,
  query: Omit<RowsQuery, "limit" | "after"> = {},
  options: { readonly enabled?: boolean } = {},
): UseQueryResult<readonly R[], Error> {
  const { node } = useDesk();
  const who = holderIdOf(useSession());
  return useQuery({
    queryKey: ["rows", who, table, query, "all"],
    queryFn: () => allRows<R>(node, table, query),
    placeholderData: keepPreviousData,
    ...options,
  });
}

async function allRows<R extends Row>(node: DeskNode, table: string, query: RowsQuery): Promise<readonly R[]> {
  const rows: R[] = [];
  let after: string | undefined;
  do {
    const page = await node.rows(table, { ...query, limit: PAGE_ROWS, ...(after !== undefined && { after }) });
    rows.push(...(page.rows as readonly R[]));
    after = page.next;
  } while (after !== undefined && rows.length < ROWS_MAX);
  return rows;
}
