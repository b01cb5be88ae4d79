import type { PersonId } from "@meridian/base/ids";
import { ID_LENGTH_MAX } from "@meridian/base/limits";
import type { Row } from "@meridian/kernel/view";
import { GUARDIANS_MAX } from "@meridian/person/schema";
import { Button } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { useAct } from "@meridian/ui/desk/act";
import { useNameOf } from "@meridian/ui/desk/context";
import { Reading, useRows } from "@meridian/ui/desk/rows";
import { Field } from "@meridian/ui/field";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Hash } from "@meridian/ui/marks";
import { timeText } from "@meridian/ui/text/format";
import { dictionary } from "@meridian/ui/text/words";
import { UserRoundCheck, UserRoundMinus, UserRoundPlus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { deed } from "./deed.ts";

const words = dictionary({
  zh: {
    title: "账户守护人",
    lead: "账户守护人看不到您的处方，只能在有人冒名接管您的账户时替您否决。",
    none: "还没有账户守护人。",
    since: (time: string) => `自 ${time}`,
    add: "添加账户守护人",
    id: "对方的编号",
    hint: "对方登录后，点页面顶部自己姓名旁的复制按钮即可取得编号，以 p- 或 s- 开头。",
    bad: "编号以 p- 或 s- 开头，由字母、数字、点和短横组成。",
    remove: "移除",
    full: (max: number) => `最多 ${max} 位账户守护人。`,
    frozen: "有接管申请待处理时，不能更改账户守护人。",
    wards: "我是谁的账户守护人",
    addSays: (guardian: string) => `我请 ${guardian} 做我的账户守护人，可以替我否决账户接管申请。`,
    removeSays: (guardian: string) => `${guardian} 不再是我的账户守护人。`,
  },
  en: {
    title: "Account guardians",
    lead: "An account guardian does not see your prescriptions, and can only veto for you when somebody tries to take over your account.",
    none: "There is no account guardian yet.",
    since: (time: string) => `since ${time}`,
    add: "Add an account guardian",
    id: "Their id",
    hint: "They copy it with the button beside their name at the top of any page; it begins with p- or s-.",
    bad: "An id begins with p- or s-, then letters, digits, dots and dashes.",
    remove: "Remove",
    full: (max: number) => `There can be ${max} account guardians.`,
    frozen: "Account guardians cannot be changed while a takeover waits.",
    wards: "Whose account guardian I am",
    addSays: (guardian: string) => `I make ${guardian} my account guardian, who may veto a takeover of my account.`,
    removeSays: (guardian: string) => `${guardian} is no longer my account guardian.`,
  },
});

type GuardianRow = Row & { readonly person: string; readonly guardian: string; readonly since: number };
const FORM = /^[ps]-[A-Za-z0-9._-]+$/;

/** Who may veto for the person, and for whom the person may. */
export function Guardians({ person, frozen }: { readonly person: PersonId; readonly frozen: boolean }) {
  const say = useWords(words);
  const nameOf = useNameOf();
  const own = useRows<GuardianRow>("guardians", { where: { person }, limit: 20 });
  const wards = useRows<GuardianRow>("guardians", { where: { guardian: person }, limit: 20 });
  return (
    <Card title={say.title}>
      <p className="mb-3 text-ink-2">{say.lead}</p>
      {frozen && <p className="mb-3 rounded-control bg-warn-soft p-3 text-warn">{say.frozen}</p>}
      <Reading of={own}>
        {({ rows }) => (
          <>
            {rows.length === 0 && <p className="text-ink-3">{say.none}</p>}
            <ul className="divide-y divide-line">
              {rows.map((row) => (
                <GuardianLine key={row.guardian} row={row} frozen={frozen} />
              ))}
            </ul>
            {rows.length < GUARDIANS_MAX ? (
              <AddGuardian person={person} frozen={frozen} />
            ) : (
              <p className="mt-2 text-sm text-ink-3">{say.full(GUARDIANS_MAX)}</p>
            )}
          </>
        )}
      </Reading>
      {(wards.data?.rows.length ?? 0) > 0 && (
        <>
          <h3 className="mt-4 font-semibold">{say.wards}</h3>
          <ul>
            {wards.data?.rows.map(({ person: ward }) => (
              <li key={ward} className="flex items-center gap-2 py-1">
                <UserRoundCheck size={18} className="text-brand" aria-hidden /> {nameOf(ward)}
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}

function GuardianLine({ row, frozen }: { readonly row: GuardianRow; readonly frozen: boolean }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const nameOf = useNameOf();
  const act = useAct();
  const [busy, setBusy] = useState(false);
  const { person, guardian, since } = row;
  const remove = async (): Promise<void> => {
    setBusy(true);
    await act({
      commands: [deed({ type: "removeGuardian", id: person as PersonId, guardian: guardian as PersonId })],
      says: { zh: words.zh.removeSays(nameOf(guardian)), en: words.en.removeSays(nameOf(guardian)) },
    });
    setBusy(false);
  };
  return (
    <li className="flex items-center gap-3 py-2">
      <UserRoundCheck size={20} className="shrink-0 text-brand" aria-hidden />
      <div className="min-w-0 flex-1">
        <Hash value={guardian} label={nameOf(guardian)} />
        <p className="text-sm text-ink-3">{say.since(timeText(since, language))}</p>
      </div>
      <Button
        look="quiet"
        busy={busy}
        disabled={frozen}
        icon={<UserRoundMinus size={16} aria-hidden />}
        aria-label={`${say.remove}: ${nameOf(guardian)}`}
        onClick={remove}
      >
        {say.remove}
      </Button>
    </li>
  );
}

function AddGuardian({ person, frozen }: { readonly person: PersonId; readonly frozen: boolean }) {
  const say = useWords(words);
  const nameOf = useNameOf();
  const act = useAct();
  const [id, setId] = useState("");
  const [isBad, setBad] = useState(false);
  const [busy, setBusy] = useState(false);
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const guardian = id.trim();
    setBad(!FORM.test(guardian));
    if (!FORM.test(guardian)) return;
    setBusy(true);
    const acted = await act({
      commands: [deed({ type: "addGuardian", id: person, guardian: guardian as PersonId })],
      says: { zh: words.zh.addSays(nameOf(guardian)), en: words.en.addSays(nameOf(guardian)) },
    });
    setBusy(false);
    if (acted?.status === "committed") setId("");
  };
  return (
    <form className="mt-3 grid gap-2" onSubmit={add}>
      <Field
        label={say.id}
        hint={say.hint}
        {...(isBad && { error: say.bad })}
        value={id}
        maxLength={ID_LENGTH_MAX}
        autoCapitalize="none"
        spellCheck={false}
        onChange={(event) => setId(event.target.value)}
      />
      <Button
        type="submit"
        busy={busy}
        disabled={frozen}
        icon={<UserRoundPlus size={16} aria-hidden />}
        data-testid="add-guardian"
      >
        {say.add}
      </Button>
    </form>
  );
}
