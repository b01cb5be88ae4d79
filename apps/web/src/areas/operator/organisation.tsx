import type { OrganisationId } from "@meridian/base/ids";
import { OrganisationKeys } from "@meridian/organisation-screens/keys";
import { Licences, MemberCard, type OrganisationRow, ParticipationCard } from "@meridian/organisation-screens/member";
import { vocabulary, wordIn } from "@meridian/organisation-screens/vocabulary";
import { Card } from "@meridian/ui/card";
import { useDesk, useNameOf } from "@meridian/ui/desk/context";
import { Reading, useRows } from "@meridian/ui/desk/rows";
import { useWords } from "@meridian/ui/language";
import { Empty } from "@meridian/ui/states";
import { Seats } from "@meridian/validator-screens/seats";
import { useLive } from "../../frame/live.tsx";
import { useParams } from "../../frame/routing.tsx";
import { OperatorPage } from "./page.tsx";
import { useSealsOf } from "./seals.ts";
import { useSeatRows } from "./validator-names.ts";
import { lastHeights } from "./validators.tsx";
import { words } from "./words.ts";

/** A member: who it is, what it may do, its licences and keys, and the blocks it signed. */
export function OrganisationPage() {
  const say = useWords(words);
  const nameOf = useNameOf();
  const { id = "" } = useParams();
  const rows = useRows<OrganisationRow>("organisations", { where: { organisation: id }, limit: 1 });
  const organisation = id as OrganisationId;
  return (
    <OperatorPage
      title={nameOf(id)}
      lead={
        <a href={`/admin/${encodeURIComponent(id)}`} className="text-brand underline">
          {say.administer}
        </a>
      }
    >
      <Reading of={rows}>
        {({ rows: [row] }) =>
          row === undefined ? (
            <Card>
              <Empty title={say.organisationNone}>{say.nothingNext}</Empty>
            </Card>
          ) : (
            <div className="grid items-start gap-4 lg:grid-cols-2">
              <div className="grid gap-4">
                <MemberCard row={row} />
                <ParticipationCard kind={row.kind} />
              </div>
              <div className="grid gap-4">
                <Licences holder={id} now={Math.floor(Date.now() / 1_000)} />
                <OrganisationKeys organisation={organisation} />
                <SignedBlocks organisation={id} />
              </div>
            </div>
          )
        }
      </Reading>
    </OperatorPage>
  );
}

function SignedBlocks({ organisation }: { readonly organisation: string }) {
  const spoken = useWords(vocabulary);
  const { directory } = useDesk();
  const { height = 0 } = useLive();
  const all = useSeatRows();
  const seat = all?.find((each) => each.organisation === organisation);
  const heights = lastHeights(height);
  const seals = useSealsOf(seat === undefined ? [] : heights);
  if (seat === undefined) return null;
  const kind = wordIn(spoken.kind, directory.organisations.find(({ id }) => id === organisation)?.kind ?? "");
  return (
    <Seats
      votes={all?.reduce((sum, { power }) => sum + power, 0) ?? seat.power}
      seats={[{ ...seat, kind }]}
      heights={heights}
      seals={seals}
      hrefOf={(id) => `/n/organisation/${encodeURIComponent(id)}`}
    />
  );
}
