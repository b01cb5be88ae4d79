import { vocabulary as memberWords } from "@meridian/organisation-screens/vocabulary";
import { vocabulary as careWords } from "@meridian/prescription-screens/vocabulary";
import { useDesk } from "@meridian/ui/desk/context";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Hash, Tag, type Tone } from "@meridian/ui/marks";
import { moneyText, numberText, timeText } from "@meridian/ui/text/format";
import { EyeOff, FileLock2, Globe, ScrollText } from "lucide-react";
import type { ReactNode } from "react";
import { fieldWords, privacyWords } from "./field-words.ts";

/** How much of a field is public. */
type Privacy = "ledger" | "pseudonym" | "hash" | "document";

const SALTED: ReadonlySet<string> = new Set([
  "content",
  "previous",
  "findings",
  "detail",
  "identity",
  "commitment",
  "temperatureLog",
]);
const RULES: ReadonlySet<string> = new Set(["pathway", "ruleSet", "scheme", "hash"]);
const MONEY: ReadonlySet<string> = new Set([
  "total",
  "fund",
  "account",
  "cash",
  "deductible",
  "fundUsed",
  "deductibleUsed",
  "annualCap",
]);
const TIMES: ReadonlySet<string> = new Set([
  "authoredOn",
  "notBefore",
  "expiresAt",
  "validFrom",
  "validUntil",
  "deadline",
  "expires",
  "at",
  "until",
  "due",
  "openedAt",
  "reviewBy",
]);
const HEX = /^[0-9a-f]{40,}$/;

function privacyOf(name: string, value: unknown): Privacy {
  if (typeof value !== "string") return "ledger";
  if (value.startsWith("p-")) return "pseudonym";
  if (HEX.test(value) && SALTED.has(name)) return "hash";
  return HEX.test(value) && RULES.has(name) ? "document" : "ledger";
}

const LOOK: { readonly [P in Privacy]: readonly [tone: Tone, icon: ReactNode] } = {
  ledger: ["neutral", <Globe key="icon" size={13} aria-hidden />],
  pseudonym: ["info", <EyeOff key="icon" size={13} aria-hidden />],
  hash: ["ok", <FileLock2 key="icon" size={13} aria-hidden />],
  document: ["brand", <ScrollText key="icon" size={13} aria-hidden />],
};

type Members = { readonly [name: string]: unknown };
/** Which members are not shown, since the page says them elsewhere. */
const SAID: ReadonlySet<string> = new Set(["domain", "type"]);

/** Members of a command, event or record in words, each with how much of it is public. */
export function Fields({ of, inner = false }: { readonly of: Members; readonly inner?: boolean }) {
  const named = useWords(fieldWords);
  const entries = Object.entries(of).filter(([name]) => inner || !SAID.has(name));
  return (
    <dl className={inner ? "grid gap-1 border-l-2 border-line pl-3" : "divide-y divide-line"}>
      {entries.map(([name, value]) => (
        <div key={name} className="grid gap-x-4 gap-y-0.5 py-1.5 sm:grid-cols-[11rem_minmax(0,1fr)]">
          <dt className="text-ink-2">
            {Object.hasOwn(named, name) ? named[name] : <code className="font-mono text-sm">{name}</code>}
          </dt>
          <dd className="flex min-w-0 flex-wrap items-start justify-between gap-x-3 gap-y-1">
            <div className="min-w-0 flex-1">
              <Value name={name} value={value} />
            </div>
            {!isNested(value) && <PrivacyTag privacy={privacyOf(name, value)} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const isNested = (value: unknown): boolean => typeof value === "object" && value !== null;

function PrivacyTag({ privacy }: { readonly privacy: Privacy }) {
  const say = useWords(privacyWords);
  const [tone, icon] = LOOK[privacy];
  return (
    <span title={say[privacy]}>
      <Tag tone={tone} icon={icon}>
        {say.short[privacy]}
        <span className="sr-only"> ({say[privacy]})</span>
      </Tag>
    </span>
  );
}

function Value({ name, value }: { readonly name: string; readonly value: unknown }): ReactNode {
  const say = useWords(privacyWords);
  const { language } = useLanguage();
  if (value === null || value === undefined) return <span className="text-ink-3">{say.none}</span>;
  if (typeof value === "boolean") return value ? say.yes : say.no;
  if (typeof value === "number") {
    if (MONEY.has(name)) return moneyText(value, language);
    if (TIMES.has(name) && value > 1_000_000_000) return timeText(value, language);
    return name === "year" || name === "height" ? String(value) : numberText(value, language);
  }
  if (typeof value === "string") return HEX.test(value) ? <Hash value={value} /> : <Text name={name} value={value} />;
  if (Array.isArray(value)) {
    if (value.length === 0) return <span className="text-ink-3">{say.none}</span>;
    return (
      <ol className="grid gap-1.5">
        {value.map((each: unknown, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: what is signed does not move
          <li key={index}>
            <Value name={name} value={each} />
          </li>
        ))}
      </ol>
    );
  }
  return <Fields of={value as Members} inner />;
}

/** Members that name a person, a member, or a thing by its id. */
const IDS: ReadonlySet<string> = new Set(
  "id patient prescriber organisation organisations custodian pharmacy insurer by person holder carrier nominated assigned authority court registrar issuer guardian proposer control target".split(
    " ",
  ),
);

/** An id as a name, a code as its word, any other text as it is. */
function Text({ name, value }: { readonly name: string; readonly value: string }) {
  const { directory } = useDesk();
  const { language } = useLanguage();
  const members = useWords(memberWords);
  const care = useWords(careWords);
  if (IDS.has(name)) {
    const known =
      directory.organisations.find(({ id }) => id === value) ?? directory.staff.find(({ id }) => id === value);
    return known === undefined ? value : <span title={value}>{known[language]}</span>;
  }
  const words: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    kind: { ...members.kind, ...members.credential, ...care.reason },
    status: { ...members.status, ...care.status },
    roles: members.role,
    class: care.drugClass,
    reason: care.reason,
    reasons: care.reason,
    rest: care.reason,
    state: care.item,
  };
  const word = words[name]?.[value] ?? "";
  return word === "" ? value : <span title={value}>{word}</span>;
}
