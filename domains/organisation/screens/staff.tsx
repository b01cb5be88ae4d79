import type { OrganisationId, PersonId } from "@meridian/base/ids";
import { STAFF_ROLES, type StaffRole } from "@meridian/kernel/vocabulary";
import type { CommandOf } from "@meridian/person/schema";
import { Button } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { useAct } from "@meridian/ui/desk/act";
import { useDesk, useNameOf, useSession } from "@meridian/ui/desk/context";
import { Reading, useRows } from "@meridian/ui/desk/rows";
import { CheckField, Field } from "@meridian/ui/field";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Empty } from "@meridian/ui/states";
import { type Column, DataTable } from "@meridian/ui/table";
import { timeText } from "@meridian/ui/text/format";
import { listText } from "@meridian/ui/text/list";
import { type FormEvent, useState } from "react";
import { handsOf } from "./hands.tsx";
import { useBothNames } from "./keys.tsx";
import { vocabulary, wordIn } from "./vocabulary.tsx";
import { words } from "./words.ts";

type Affiliation = {
  readonly person: PersonId;
  readonly organisation: OrganisationId;
  readonly roles: readonly StaffRole[];
  readonly since: number;
};

/** Who works at an institution and in which roles; whoever manages it takes on and lets go. */
export function Staff({ organisation }: { readonly organisation: OrganisationId }) {
  const say = useWords(words);
  const spoken = useWords(vocabulary);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  const act = useAct();
  const name = useBothNames(organisation);
  const { directory } = useDesk();
  const { registers, hands } = handsOf(useSession(), organisation);
  const staff = useRows<Affiliation>("affiliations", { where: { organisation }, limit: 500 });
  const letGo = (person: PersonId): Promise<unknown> => {
    const command: CommandOf<"disaffiliate"> = { domain: "person", type: "disaffiliate", id: person, organisation };
    const found = directory.staff.find(({ id }) => id === person);
    const says = {
      zh: words.zh.disaffiliateSays(name.zh, found?.zh ?? person),
      en: words.en.disaffiliateSays(name.en, found?.en ?? person),
    };
    return act({ commands: [command], says, hands });
  };
  const columns: readonly Column<Affiliation>[] = [
    { id: "person", head: say.person, width: "minmax(8rem,1fr)", cell: ({ person }) => nameOf(person) },
    {
      id: "id",
      head: say.id,
      width: "minmax(7rem,1fr)",
      cell: ({ person }) => <code className="font-mono text-sm">{person}</code>,
    },
    {
      id: "roles",
      head: say.roles,
      width: "minmax(7rem,1fr)",
      cell: ({ roles }) =>
        listText(
          roles.map((role) => wordIn(spoken.role, role)),
          language,
        ),
    },
    { id: "since", head: say.sinceDay, width: "9.5rem", cell: ({ since }) => timeText(since, language) },
    ...(registers
      ? [
          {
            id: "end",
            head: say.manage,
            width: "5rem",
            align: "right",
            cell: ({ person }: Affiliation) => (
              <Button
                size="small"
                look="quiet"
                aria-label={`${say.disaffiliate}: ${nameOf(person)}`}
                onClick={() => letGo(person)}
              >
                {say.disaffiliate}
              </Button>
            ),
          } as const,
        ]
      : []),
  ];
  return (
    <Card title={say.staff} aside={staff.data?.rows.length}>
      <p className="mb-3 text-ink-2">{say.staffLead}</p>
      <Reading of={staff}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Empty title={say.noStaff} />
          ) : (
            <DataTable rows={rows} columns={columns} keyOf={({ person }) => person} label={say.staff} height={22} />
          )
        }
      </Reading>
      {registers && <TakeOn organisation={organisation} />}
    </Card>
  );
}

function TakeOn({ organisation }: { readonly organisation: OrganisationId }) {
  const say = useWords(words);
  const act = useAct();
  const name = useBothNames(organisation);
  const { directory } = useDesk();
  const { hands } = handsOf(useSession(), organisation);
  const [person, setPerson] = useState("");
  const [roles, setRoles] = useState<readonly StaffRole[]>([]);
  const [tried, setTried] = useState(false);
  const isPerson = /^s-[A-Za-z0-9._-]+$/.test(person.trim());
  const takeOn = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (!isPerson || roles.length === 0) return;
    const id = person.trim() as PersonId;
    const command: CommandOf<"affiliate"> = { domain: "person", type: "affiliate", id, organisation, roles };
    const found = directory.staff.find((each) => each.id === id);
    const says = {
      zh: words.zh.affiliateSays(name.zh, found?.zh ?? id, rolesText(roles, "zh")),
      en: words.en.affiliateSays(name.en, found?.en ?? id, rolesText(roles, "en")),
    };
    const acted = await act({ commands: [command], says, hands });
    if (acted?.status !== "committed") return;
    setPerson("");
    setRoles([]);
    setTried(false);
  };
  return (
    <form onSubmit={takeOn} noValidate className="mt-4 grid gap-3 border-t border-line pt-4" data-screen-only>
      <h3 className="font-semibold">{say.affiliate}</h3>
      <p className="text-sm text-ink-2">{say.affiliateLead}</p>
      <div className="max-w-md">
        <Field
          label={say.personId}
          hint={say.personHint}
          value={person}
          onChange={(event) => setPerson(event.target.value)}
          {...(tried && !isPerson && { error: say.personError })}
        />
      </div>
      <RoleChoice roles={roles} choose={setRoles} {...(tried && roles.length === 0 && { error: say.rolesError })} />
      <div>
        <Button type="submit" look="primary" data-testid="take-on">
          {say.affiliate}
        </Button>
      </div>
    </form>
  );
}

type ChoiceProps = {
  readonly roles: readonly StaffRole[];
  readonly choose: (roles: readonly StaffRole[]) => void;
  readonly error?: string;
};

/** Roles of staff to tick. */
export function RoleChoice({ roles, choose, error }: ChoiceProps) {
  const say = useWords(words);
  const spoken = useWords(vocabulary);
  return (
    <fieldset>
      <legend className="text-sm text-ink-2">{say.roles}</legend>
      <div className="flex flex-wrap gap-x-5">
        {STAFF_ROLES.map((role) => (
          <CheckField
            key={role}
            label={spoken.role[role]}
            checked={roles.includes(role)}
            onChange={({ target }) => choose(target.checked ? [...roles, role] : roles.filter((each) => each !== role))}
          />
        ))}
      </div>
      {error !== undefined && (
        <p role="alert" className="text-sm text-danger">
          {error}
        </p>
      )}
    </fieldset>
  );
}

/** Roles in words, for sentences that are signed. */
export const rolesText = (roles: readonly StaffRole[], language: "zh" | "en"): string =>
  listText(
    roles.map((role) => vocabulary[language].role[role]),
    language,
  );
