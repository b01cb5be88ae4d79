import type { KeyId, OrganisationId } from "@meridian/base/ids";
import type { CommandOf } from "@meridian/organisation/schema";
import { Button } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { useAct } from "@meridian/ui/desk/act";
import { mayHaveHappened } from "@meridian/ui/desk/acting";
import { useDesk, useSession } from "@meridian/ui/desk/context";
import { download } from "@meridian/ui/desk/proof";
import { Reading, useRows } from "@meridian/ui/desk/rows";
import { Field } from "@meridian/ui/field";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Hash, Tag } from "@meridian/ui/marks";
import { Empty } from "@meridian/ui/states";
import { shortened, timeText } from "@meridian/ui/text/format";
import { useQuery } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { handsOf, newKey } from "./hands.tsx";
import { words } from "./words.ts";

type KeyRow = {
  readonly key: KeyId;
  readonly kind: string;
  readonly public_key: string;
  readonly status: string;
  readonly bound_at: number;
  readonly bound_height: number;
  readonly revoked_at: number | null;
};

/** The keys with which an institution signs; whoever manages it adds, replaces and revokes them. */
export function OrganisationKeys({ organisation }: { readonly organisation: OrganisationId }) {
  const say = useWords(words);
  const keys = useRows<KeyRow>("keys", { where: { holder: organisation }, limit: 100 });
  const { manages } = handsOf(useSession(), organisation);
  return (
    <Card title={say.keys}>
      <p className="mb-3 text-ink-2">{say.keysLead}</p>
      <Reading of={keys}>
        {({ rows }) => {
          const sorted = [...rows].sort(
            (a, b) => (a.revoked_at ?? 0) - (b.revoked_at ?? 0) || a.bound_height - b.bound_height,
          );
          const live = rows.filter(({ status }) => status === "live").length;
          if (rows.length === 0) return <Empty title={say.noKeys} />;
          return (
            <ul className="divide-y divide-line">
              {sorted.map((row) => (
                <KeyLine
                  key={row.key}
                  row={row}
                  organisation={organisation}
                  canEnd={manages && live > 1}
                  manages={manages}
                />
              ))}
            </ul>
          );
        }}
      </Reading>
      {manages && <NewKey organisation={organisation} />}
    </Card>
  );
}

type LineProps = {
  readonly row: KeyRow;
  readonly organisation: OrganisationId;
  readonly manages: boolean;
  /** The last key cannot be revoked, only replaced. */
  readonly canEnd: boolean;
};

function KeyLine({ row, organisation, manages, canEnd }: LineProps) {
  const say = useWords(words);
  const { language } = useLanguage();
  const act = useAct();
  const session = useSession();
  const names = useBothNames(organisation);
  const { hands } = handsOf(session, organisation);
  const isLive = row.status === "live";
  const end: CommandOf<"revokeKey"> = { domain: "organisation", type: "revokeKey", id: organisation, key: row.key };
  const inUse = useIsKept(organisation, row.key);
  const [wish, setWish] = useState<"revoke" | "rotate">();
  const says = (of: "revokeSays" | "rotateSays") => ({
    zh: words.zh[of](names.zh, shortened(row.key)),
    en: words.en[of](names.en, shortened(row.key)),
  });
  const revoke = (): Promise<unknown> => act({ commands: [end], says: says("revokeSays"), hands });
  const confirmed = (): void => {
    setWish(undefined);
    void (wish === "revoke" ? revoke() : rotate());
  };
  const rotate = async (): Promise<void> => {
    const fresh = newKey();
    const add: CommandOf<"addKey"> = {
      domain: "organisation",
      type: "addKey",
      id: organisation,
      key: fresh.key,
      label: "rotated",
    };
    const acted = await act({
      commands: [add, end],
      says: says("rotateSays"),
      hands: { ...hands, with: [fresh.signer] },
    });
    if (mayHaveHappened(acted)) download(`key-${organisation}.json`, fresh.file({ organisation }));
  };
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
      <KeyRound size={16} className="text-ink-3" aria-hidden />
      <Hash value={row.key} />
      <Tag tone={isLive ? "ok" : "neutral"}>{isLive ? say.live : say.revoked}</Tag>
      <span className="text-sm text-ink-3">
        {row.kind} · {say.bound(timeText(row.bound_at, language))}
      </span>
      {inUse && <Tag tone="brand">{say.inUse}</Tag>}
      {isLive && manages && (
        <span className="ml-auto flex gap-1" data-screen-only>
          <Button
            size="small"
            look="quiet"
            onClick={() => (inUse ? setWish("rotate") : rotate())}
            aria-label={`${say.rotate} ${shortened(row.key)}`}
          >
            {say.rotate}
          </Button>
          {canEnd && (
            <Button
              size="small"
              look="quiet"
              aria-label={`${say.revoke} ${shortened(row.key)}`}
              onClick={() => (inUse ? setWish("revoke") : revoke())}
            >
              {say.revoke}
            </Button>
          )}
        </span>
      )}
      {wish !== undefined && (
        <div role="alert" className="flex w-full flex-wrap items-center gap-2 rounded-control bg-danger-soft p-3">
          <p className="min-w-48 flex-1">{say.keptWarning}</p>
          <Button size="small" look="danger" onClick={confirmed}>
            {say[wish]}
          </Button>
          <Button size="small" onClick={() => setWish(undefined)}>
            {say.keep}
          </Button>
        </div>
      )}
    </li>
  );
}

function NewKey({ organisation }: { readonly organisation: OrganisationId }) {
  const say = useWords(words);
  const act = useAct();
  const names = useBothNames(organisation);
  const { hands } = handsOf(useSession(), organisation);
  const [label, setLabel] = useState("");
  const [made, setMade] = useState(false);
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (label.trim() === "") return;
    const fresh = newKey();
    const command: CommandOf<"addKey"> = {
      domain: "organisation",
      type: "addKey",
      id: organisation,
      key: fresh.key,
      label: label.trim(),
    };
    const says = { zh: words.zh.addSays(names.zh, label.trim()), en: words.en.addSays(names.en, label.trim()) };
    const acted = await act({ commands: [command], says, hands: { ...hands, with: [fresh.signer] } });
    if (!mayHaveHappened(acted)) return;
    download(`key-${organisation}.json`, fresh.file({ organisation, label: label.trim() }));
    setMade(true);
    setLabel("");
  };
  return (
    <form onSubmit={add} className="mt-4 grid gap-2 border-t border-line pt-4" data-screen-only>
      <div className="flex flex-wrap items-start gap-2">
        <div className="min-w-48 flex-1">
          <Field
            label={say.label}
            hint={say.labelHint}
            value={label}
            maxLength={40}
            required
            onChange={(event) => setLabel(event.target.value)}
          />
        </div>
        <Button
          type="submit"
          look="primary"
          icon={<Plus size={16} aria-hidden />}
          className="mt-6"
          data-testid="add-key"
        >
          {say.addKey}
        </Button>
      </div>
      <p aria-live="polite" className="text-sm text-ok">
        {made && say.made}
      </p>
    </form>
  );
}

/** Whether the node signs with this key in the institution's name. */
function useIsKept(organisation: string, key: KeyId): boolean {
  const { sessions } = useDesk();
  const kept = useQuery({ queryKey: ["kept-keys"], queryFn: () => sessions.keptKeys() });
  return kept.data?.keys.some((each) => each.holder === organisation && each.key === key) === true;
}

/** A member's public name in both languages, for sentences that are signed. */
export function useBothNames(id: string): { readonly zh: string; readonly en: string } {
  const { directory } = useDesk();
  const found =
    directory.organisations.find((each) => each.id === id) ?? directory.staff.find((each) => each.id === id);
  return { zh: found?.zh ?? id, en: found?.en ?? id };
}
