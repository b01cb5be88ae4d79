import type { KeptKey } from "@meridian/client/desk";
import { Button } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { useDesk, useNameOf } from "@meridian/ui/desk/context";
import { Reading } from "@meridian/ui/desk/rows";
import { Field } from "@meridian/ui/field";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Tag } from "@meridian/ui/marks";
import { Empty } from "@meridian/ui/states";
import { listText } from "@meridian/ui/text/list";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { SigningIn } from "./sign-in.tsx";
import { roleText, words } from "./words.ts";

const SHOWN = 60;

/** Whose keys the node keeps, found by name, institution or id. */
export function StaffSignIn({ signIn }: { readonly signIn: SigningIn }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const { sessions } = useDesk();
  const nameOf = useNameOf();
  const [sought, setSought] = useState("");
  const kept = useQuery({ queryKey: ["kept-keys"], queryFn: () => sessions.keptKeys() });
  const matches = ({ holder, organisations, roles }: KeptKey): boolean => {
    const text = [holder, nameOf(holder), ...organisations, ...organisations.map(nameOf), roleText(roles, language)];
    return text.join(" ").toLowerCase().includes(sought.trim().toLowerCase());
  };
  return (
    <Card title={say.staff}>
      <p className="mb-3 text-ink-2">{say.staffLead}</p>
      <Reading of={kept}>
        {({ keys }) => {
          if (keys.length === 0) return <Empty title={say.noKeystore} />;
          const found = keys.filter(matches);
          return (
            <>
              <Field
                type="search"
                label={say.search}
                value={sought}
                onChange={(event) => setSought(event.target.value)}
              />
              <ul className="mt-3 grid max-h-[28rem] gap-1 overflow-y-auto">
                {found.length === 0 && <Empty title={say.noStaff} />}
                {found.slice(0, SHOWN).map((key) => (
                  <StaffKey key={key.key} kept={key} signIn={signIn} />
                ))}
              </ul>
            </>
          );
        }}
      </Reading>
    </Card>
  );
}

function StaffKey({ kept, signIn }: { readonly kept: KeptKey; readonly signIn: SigningIn }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const { sessions } = useDesk();
  const nameOf = useNameOf();
  const [passphrase, setPassphrase] = useState("");
  const [busy, setBusy] = useState(false);
  const { holder, type, organisations, roles, sealed } = kept;
  const open = async (): Promise<void> => {
    setBusy(true);
    await signIn(() => sessions.signInWithKept(holder, sealed ? passphrase : undefined));
    setBusy(false);
  };
  return (
    <li className="rounded-control p-2 hover:bg-sunken">
      <form
        className="flex flex-wrap items-center gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          void open();
        }}
      >
        <div className="min-w-0 flex-1">
          <p className="font-medium">{nameOf(holder)}</p>
          <p className="text-sm text-ink-2">
            {type === "organisation"
              ? say.organisation
              : `${listText(organisations.map(nameOf), language)} · ${roleText(roles, language)}`}
          </p>
        </div>
        {sealed && (
          <>
            <Tag>{say.sealed}</Tag>
            <Field
              type="password"
              autoComplete="current-password"
              label={say.passphrase}
              value={passphrase}
              onChange={(event) => setPassphrase(event.target.value)}
            />
          </>
        )}
        <Button
          type="submit"
          size="small"
          busy={busy}
          data-testid={`sign-in-${holder}`}
          aria-label={`${say.title}: ${nameOf(holder)}`}
        >
          {say.title}
        </Button>
      </form>
    </li>
  );
}
