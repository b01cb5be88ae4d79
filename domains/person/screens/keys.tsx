import type { KeyId, PersonId } from "@meridian/base/ids";
import type { OwnKey } from "@meridian/client/desk";
import type { Row } from "@meridian/kernel/view";
import { Button } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { useAct } from "@meridian/ui/desk/act";
import { useDesk, useSession } from "@meridian/ui/desk/context";
import { FactLine } from "@meridian/ui/desk/proof";
import { Reading, useRows } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Hash, Tag } from "@meridian/ui/marks";
import { timeText } from "@meridian/ui/text/format";
import { dictionary } from "@meridian/ui/text/words";
import { useQuery } from "@tanstack/react-query";
import { Fingerprint, KeyRound, ShieldOff } from "lucide-react";
import { type ReactNode, useState } from "react";
import { deed } from "./deed.ts";

const words = dictionary({
  zh: {
    title: "我的密钥",
    lead: "每把有效密钥都能代表您。手机丢了，用另一把密钥登录，在这里停用它。",
    here: "在这台设备上",
    session: "当前使用",
    elsewhere: "在其他设备上",
    node: "由节点代管（演示）",
    kind: { "webauthn-p256": "通行密钥", ed25519: "设备密钥" },
    revoke: "停用",
    last: "这是您唯一的有效密钥，停用后谁也进不了账户。请先添加第二把。",
    frozen: "有接管申请待处理时，不能更改密钥。",
    ended: (count: number) => `已停用的密钥（${count}）`,
    revoked: (time: string) => `停用于 ${time}`,
    says: (kind: string, key: string) => `我停用${kind} ${key}。它从此不能再代表我签名。`,
  },
  en: {
    title: "My keys",
    lead: "Each live key can act as you. If a phone is lost, sign in with another key and end the lost one here.",
    here: "on this device",
    session: "in use now",
    elsewhere: "on another device",
    node: "kept by the node (demonstration)",
    kind: { "webauthn-p256": "Passkey", ed25519: "Device key" },
    revoke: "End",
    last: "This is your only live key; without it nobody could get into the account. Add a second one first.",
    frozen: "Keys cannot be changed while a takeover waits.",
    ended: (count: number) => `Ended keys (${count})`,
    revoked: (time: string) => `ended ${time}`,
    says: (kind: string, key: string) => `I end the ${kind} ${key}. From now on it cannot sign as me.`,
  },
});

type KeyRow = Row & {
  readonly key: string;
  readonly kind: string;
  readonly public_key: string;
  readonly status: string;
  readonly bound_at: number;
  readonly bound_height: number;
  readonly revoked_at: number | null;
};
type Kind = keyof (typeof words)["zh"]["kind"];

type Props = {
  readonly person: PersonId;
  /** While a recovery waits, keys stay as they are. */
  readonly frozen: boolean;
  /** Below the keys: how another one is added. */
  readonly children?: ReactNode;
};

/** Keys of a person on the ledger, which of them are here, and how one that is lost is ended. */
export function PersonKeys({ person, frozen, children }: Props) {
  const say = useWords(words);
  const { language } = useLanguage();
  const { sessions } = useDesk();
  const keys = useRows<KeyRow>("keys", { where: { holder: person }, limit: 100 });
  const own = useQuery({ queryKey: ["own-keys"], queryFn: () => sessions.ownKeys() });
  return (
    <Card title={say.title}>
      <p className="mb-3 text-ink-2">{say.lead}</p>
      {frozen && <p className="mb-3 rounded-control bg-warn-soft p-3 text-warn">{say.frozen}</p>}
      <Reading of={keys}>
        {({ rows: all }) => {
          const rows = [...all].sort((a, b) => b.bound_at - a.bound_at);
          const live = rows.filter(({ status }) => status === "live");
          const ended = rows.filter(({ status }) => status !== "live");
          return (
            <>
              <ul className="divide-y divide-line" aria-live="polite">
                {live.map((row) => (
                  <KeyLine
                    key={row.key}
                    person={person}
                    row={row}
                    own={own.data?.find(({ publicKey }) => publicKey === row.public_key)}
                    isLast={live.length === 1}
                    frozen={frozen}
                  />
                ))}
              </ul>
              {ended.length > 0 && (
                <details className="mt-2">
                  <summary className="cursor-pointer text-sm text-ink-2">{say.ended(ended.length)}</summary>
                  <ul className="mt-1 grid gap-1 text-sm text-ink-3">
                    {ended.map(({ key, kind, revoked_at }) => (
                      <li key={key}>
                        {say.kind[kind as Kind] ?? kind} <Hash value={key} />{" "}
                        {revoked_at !== null && say.revoked(timeText(revoked_at, language))}
                      </li>
                    ))}
                  </ul>
                </details>
              )}
            </>
          );
        }}
      </Reading>
      {children}
    </Card>
  );
}

type LineProps = Pick<Props, "person" | "frozen"> & {
  readonly row: KeyRow;
  readonly own: OwnKey | undefined;
  readonly isLast: boolean;
};

function KeyLine({ person, row, own, isLast, frozen }: LineProps) {
  const say = useWords(words);
  const session = useSession();
  const act = useAct();
  const [busy, setBusy] = useState(false);
  const { key, kind, bound_at, bound_height } = row;
  const named = say.kind[kind as Kind] ?? kind;
  const isInUse = session?.key.id === key;
  const revoke = async (): Promise<void> => {
    setBusy(true);
    const short = key.slice(0, 8);
    await act({
      commands: [deed({ type: "revokeKey", id: person, key: key as KeyId })],
      says: {
        zh: words.zh.says(words.zh.kind[kind as Kind] ?? kind, short),
        en: words.en.says((words.en.kind[kind as Kind] ?? kind).toLowerCase(), short),
      },
    });
    setBusy(false);
  };
  const place = own !== undefined ? say.here : isInUse && session.signer === "node" ? say.node : say.elsewhere;
  return (
    <li className="grid gap-1 py-3" data-testid="key">
      <div className="flex flex-wrap items-center gap-2">
        {kind === "webauthn-p256" ? <Fingerprint size={20} aria-hidden /> : <KeyRound size={20} aria-hidden />}
        <span className="font-medium">{own?.label ?? named}</span>
        {isInUse && <Tag tone="ok">{say.session}</Tag>}
      </div>
      <p className="text-sm text-ink-2">
        {named} · {place} · <Hash value={key} />
      </p>
      <FactLine
        time={bound_at}
        height={bound_height}
        of={{ type: "event", domain: "key", record: key, event: "bound" }}
      />
      {isLast ? (
        <p className="text-sm text-ink-3">{say.last}</p>
      ) : (
        <Button
          className="justify-self-start"
          busy={busy}
          disabled={frozen}
          icon={<ShieldOff size={16} aria-hidden />}
          aria-label={`${say.revoke}: ${own?.label ?? named} ${key.slice(0, 8)}`}
          onClick={revoke}
          data-testid="revoke-key"
        >
          {say.revoke}
        </Button>
      )}
    </li>
  );
}
