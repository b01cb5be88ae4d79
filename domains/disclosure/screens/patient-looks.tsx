import { holderIdOf, useDesk, useSession } from "@meridian/ui/desk/context";
import { Reading, useRows } from "@meridian/ui/desk/rows";
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { collapsedLooks, type DisclosureRow, type LogEntry, type Looks } from "./looks.ts";

const PAGE = 500;
const PAGES_MAX = 10;

/** What the node noted of who looked, all of it. */
function useAccessLog(patient: string | undefined): UseQueryResult<readonly LogEntry[], Error> {
  const { node } = useDesk();
  return useQuery({
    queryKey: ["access-log", patient],
    enabled: patient !== undefined,
    queryFn: async () => {
      const all: LogEntry[] = [];
      for (let page = 0; page < PAGES_MAX; page++) {
        const path = `/v1/access-log?limit=${PAGE}&after=${all.at(-1)?.sequence ?? 0}`;
        const { entries } = await node.ask<{ readonly entries: readonly LogEntry[] }>("GET", path);
        all.push(...entries);
        if (entries.length < PAGE) break;
      }
      return all;
    },
  });
}

type Props = { readonly children: (looks: readonly Looks[]) => ReactNode; readonly lines?: number };

/** Who saw something of the patient who is signed in, by the ledger and by this node's log; newest first. */
export function PatientLooks({ children, lines = 3 }: Props) {
  const patient = holderIdOf(useSession());
  const disclosures = useRows<DisclosureRow>(
    "disclosures",
    { where: { patient: patient ?? "" }, limit: 500 },
    { enabled: patient !== undefined },
  );
  const log = useAccessLog(patient);
  return (
    <Reading of={disclosures} lines={lines}>
      {({ rows }) => (
        <Reading of={log} lines={lines}>
          {(entries) => children(collapsedLooks(rows, entries))}
        </Reading>
      )}
    </Reading>
  );
}
