import type { OwnKey } from "@meridian/client/desk";
import { Button } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { useDesk } from "@meridian/ui/desk/context";
import { Reading } from "@meridian/ui/desk/rows";
import { Field } from "@meridian/ui/field";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Hash, Tag } from "@meridian/ui/marks";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Fingerprint, KeyRound, Smartphone, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { registerNewcomer } from "./register.ts";
import type { SigningIn } from "./sign-in.tsx";
import { words } from "./words.ts";

/** Keys of this device, new ones, and in a demonstration the desk that registers a newcomer. */
export function PatientSignIn({ signIn }: { readonly signIn: SigningIn }) {
  const say = useWords(words);
  const { sessions, info } = useDesk();
  const own = useQuery({ queryKey: ["own-keys"], queryFn: () => sessions.ownKeys() });
  return (
    <Card title={say.patient}>
      <p className="mb-3 text-ink-2">{say.patientLead}</p>
      <h3 className="mb-1 font-semibold">{say.own}</h3>
      <Reading of={own}>
        {(keys) =>
          keys.length === 0 ? (
            <p className="text-ink-3">{say.none}</p>
          ) : (
            <ul className="grid gap-1">
              {keys.map((key) => (
                <OwnKeyLine key={key.publicKey} own={key} signIn={signIn} />
              ))}
            </ul>
          )
        }
      </Reading>
      {info.demonstration && (
        <>
          <Newcomer signIn={signIn} />
          <Borrowed signIn={signIn} />
        </>
      )}
    </Card>
  );
}

function OwnKeyLine({ own, signIn }: { readonly own: OwnKey; readonly signIn: SigningIn }) {
  const say = useWords(words);
  const { sessions } = useDesk();
  const queries = useQueryClient();
  const forget = async (): Promise<void> => {
    await sessions.forgetKey(own.publicKey);
    await queries.invalidateQueries({ queryKey: ["own-keys"] });
  };
  return (
    <li className="flex flex-wrap items-center gap-2 rounded-control bg-sunken p-2">
      {own.kind === "passkey" ? <Fingerprint size={20} aria-hidden /> : <Smartphone size={20} aria-hidden />}
      <span className="min-w-0 flex-1">
        {own.label} <Tag>{say[own.kind]}</Tag> <Hash value={own.publicKey} />
      </span>
      <Button size="small" look="quiet" onClick={forget} aria-label={`${say.forget}: ${own.label}`}>
        <Trash2 size={16} aria-hidden />
      </Button>
      <BusyButton action={() => signIn(() => sessions.signInWithOwn(own.publicKey))}>{say.use}</BusyButton>
    </li>
  );
}

/** A key of the newcomer's own, then a pseudonym for it from the demonstration hospital's desk. */
function Newcomer({ signIn }: { readonly signIn: SigningIn }) {
  const say = useWords(words);
  const { node, sessions } = useDesk();
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const passkeys = useQuery({ queryKey: ["passkeys"], queryFn: () => sessions.passkeys() });
  const register = (kind: OwnKey["kind"]) => () =>
    signIn(async () => {
      const key = await sessions.makeKey(kind, name.trim() === "" ? say.labelDefault : name.trim());
      const session = await registerNewcomer(node, sessions, key, name.trim());
      await queries.invalidateQueries({ queryKey: ["own-keys"] });
      return session;
    });
  return (
    <section className="mt-5 border-t border-line pt-4">
      <h3 className="font-semibold">{say.newcomer}</h3>
      <p className="mb-2 text-sm text-ink-2">{say.newcomerLead}</p>
      <Field label={say.yourName} maxLength={40} value={name} onChange={(event) => setName(event.target.value)} />
      <div className="mt-3 grid gap-2">
        {passkeys.data?.possible === true && (
          <BusyButton
            look="primary"
            icon={<Fingerprint size={18} aria-hidden />}
            action={register("passkey")}
            testid="new-passkey"
          >
            {say.newPasskey}
          </BusyButton>
        )}
        <BusyButton icon={<KeyRound size={18} aria-hidden />} action={register("device")} testid="new-device">
          {say.newDevice}
        </BusyButton>
        {passkeys.data?.possible === false && <p className="text-sm text-ink-3">{say.noPasskeys}</p>}
      </div>
    </section>
  );
}

function Borrowed({ signIn }: { readonly signIn: SigningIn }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const { sessions } = useDesk();
  const kept = useQuery({ queryKey: ["kept-keys"], queryFn: () => sessions.keptKeys() });
  const patients = kept.data?.patients ?? [];
  if (patients.length === 0) return null;
  return (
    <section className="mt-5 border-t border-line pt-4">
      <h3 className="font-semibold">{say.borrowed}</h3>
      <p className="mb-2 text-sm text-ink-2">{say.borrowedLead}</p>
      <div className="flex flex-wrap gap-2">
        {patients.slice(0, 6).map(({ holder, name }) => (
          <BusyButton
            key={holder}
            testid={`sign-in-${holder}`}
            action={() => signIn(() => sessions.signInWithKept(holder))}
          >
            {name?.[language] ?? holder}
          </BusyButton>
        ))}
      </div>
    </section>
  );
}

type BusyProps = {
  readonly action: () => Promise<unknown>;
  readonly children: ReactNode;
  readonly icon?: ReactNode;
  readonly look?: "primary" | "secondary";
  readonly testid?: string;
};

function BusyButton({ action, children, icon, look = "secondary", testid }: BusyProps) {
  const [busy, setBusy] = useState(false);
  const act = async (): Promise<void> => {
    setBusy(true);
    try {
      await action();
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button look={look} icon={icon} busy={busy} onClick={() => void act()} data-testid={testid}>
      {children}
    </Button>
  );
}
