import { Proposals } from "@meridian/governance-screens/proposals";
import { Propose } from "@meridian/governance-screens/propose";
import { Thresholds } from "@meridian/governance-screens/thresholds";
import { vocabulary, wordIn } from "@meridian/organisation-screens/vocabulary";
import { useAsk } from "@meridian/ui/desk/rows";
import { useWords } from "@meridian/ui/language";
import { useLive } from "../../frame/live.tsx";
import { OperatorPage } from "./page.tsx";
import { words } from "./words.ts";

/** What the members decide together. */
export function Governance() {
  const say = useWords(words);
  const spoken = useWords(vocabulary);
  const live = useLive();
  const standing = useAsk<{ readonly height: number; readonly time: number }>(
    ["standing", live.height],
    "/v1/standing",
  );
  const height = live.height ?? standing.data?.height ?? 0;
  // Deadlines are in block time; a quiet ledger's last block may be old, so the later of the two counts.
  const now = Math.max(live.time ?? standing.data?.time ?? 0, Math.floor(Date.now() / 1_000));
  return (
    <OperatorPage title={say.governance} lead={say.governanceLead}>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="grid gap-4">
          <Proposals now={now} />
          <Propose now={now} height={height} />
        </div>
        <div className="grid gap-4">
          <Thresholds kindText={(kind) => wordIn(spoken.kind, kind)} />
        </div>
      </div>
    </OperatorPage>
  );
}
