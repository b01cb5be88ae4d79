import { buttonClass } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { useDesk } from "@meridian/ui/desk/context";
import { Reading } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { type Column, DataTable } from "@meridian/ui/table";
import { timeText } from "@meridian/ui/text/format";
import { useLive } from "../../frame/live.tsx";
import { useAsked } from "../../frame/routing.tsx";
import { type BlockRow, useBlocks } from "./chain.ts";
import { OperatorPage } from "./page.tsx";
import { words } from "./words.ts";

const PAGE = 50;

/** Blocks, newest first; `?to=` is the newest shown, so that an address shows the same ones again. */
export function Blocks() {
  const say = useWords(words);
  const { language } = useLanguage();
  const { addresses } = useDesk();
  const { height } = useLive();
  const asked = useAsked().get("to") ?? "";
  const to = /^[0-9]{1,12}$/.test(asked) ? Number(asked) : undefined;
  const blocks = useBlocks(to === undefined ? undefined : to - PAGE + 1, PAGE, to === undefined ? height : undefined);
  const columns: readonly Column<BlockRow>[] = [
    { id: "height", head: say.height, width: "minmax(4.5rem,6rem)", cell: (row) => `#${row.height}` },
    { id: "time", head: say.time, width: "minmax(9.5rem,1fr)", cell: (row) => timeText(row.time, language) },
    {
      id: "transactions",
      head: say.transactionsHead,
      width: "minmax(4rem,7rem)",
      align: "right",
      cell: (row) => row.transactions.length,
    },
    { id: "events", head: say.eventsHead, width: "minmax(4rem,7rem)", align: "right", cell: (row) => row.events },
    {
      id: "refused",
      head: say.refusedHead,
      width: "minmax(4rem,7rem)",
      align: "right",
      cell: (row) => row.transactions.filter(({ status }) => status === "rejected").length || "",
    },
  ];
  return (
    <OperatorPage title={say.blocks} lead={say.blocksLead}>
      <Card>
        <Reading of={blocks} lines={10}>
          {({ blocks: rows }) => {
            const shown = rows.filter((row) => to === undefined || row.height <= to).reverse();
            const [newest, oldest] = [shown[0]?.height ?? 0, shown.at(-1)?.height ?? 0];
            return (
              <>
                <DataTable
                  rows={shown}
                  columns={columns}
                  keyOf={(row) => String(row.height)}
                  hrefOf={(row) => addresses.block(row.height)}
                  label={say.blocks}
                />
                <nav aria-label={say.blocks} className="mt-3 flex flex-wrap gap-2" data-screen-only>
                  {to !== undefined && (
                    <>
                      <a href="/n/blocks" className={buttonClass("secondary", "small")}>
                        {say.newest}
                      </a>
                      <a href={`/n/blocks?to=${newest + PAGE}`} className={buttonClass("secondary", "small")}>
                        {say.newer}
                      </a>
                    </>
                  )}
                  {oldest > 1 && (
                    <a href={`/n/blocks?to=${oldest - 1}`} className={buttonClass("secondary", "small")}>
                      {say.older}
                    </a>
                  )}
                </nav>
              </>
            );
          }}
        </Reading>
      </Card>
    </OperatorPage>
  );
}
