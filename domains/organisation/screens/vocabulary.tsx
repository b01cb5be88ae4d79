import type { CredentialKind, OrganisationKind, StaffRole } from "@meridian/kernel/vocabulary";
import type { State } from "@meridian/organisation/contract";
import type { Participation } from "@meridian/organisation/participation";
import { useWords } from "@meridian/ui/language";
import { Tag, type Tone } from "@meridian/ui/marks";
import { networkWords } from "@meridian/ui/text/network";
import { dictionary, type Texts } from "@meridian/ui/text/words";

type Status = Exclude<State["status"], "none">;

type Vocabulary = {
  readonly kind: Texts<OrganisationKind>;
  readonly status: Texts<Status>;
  readonly role: Texts<StaffRole>;
  readonly credential: Texts<CredentialKind>;
  readonly credentialStatus: Texts<"active" | "suspended" | "revoked" | "expired">;
  readonly may: Texts<keyof Participation>;
};

/** What people call kinds of members, their states, roles of staff, licences, and what a kind may do. */
export const vocabulary = dictionary<Vocabulary>({
  zh: {
    ...networkWords.zh,
    status: { active: "正常", suspended: "已暂停", withdrawn: "已退出" },
    credentialStatus: { active: "有效", suspended: "已暂停", revoked: "已吊销", expired: "已过期" },
    may: {
      validator: "运行验证者",
      votes: "参加表决",
      prescribes: "开具处方",
      dispenses: "发药",
      settles: "审核并结算医保费用",
      supervises: "监管并可暂停处方",
      delivers: "配送药品",
      makes: "生产药品",
      distributes: "批发药品",
      registersPersons: "登记人员",
      recovers: "为找回密钥作保",
      issuesCredentials: "颁发资质",
      witnesses: "见证",
      adjudicates: "裁决争议",
    },
  },
  en: {
    ...networkWords.en,
    status: { active: "active", suspended: "suspended", withdrawn: "withdrawn" },
    credentialStatus: { active: "valid", suspended: "suspended", revoked: "revoked", expired: "expired" },
    may: {
      validator: "run a validator",
      votes: "vote",
      prescribes: "prescribe",
      dispenses: "dispense medicines",
      settles: "review and settle claims",
      supervises: "supervise and stop prescriptions",
      delivers: "deliver medicines",
      makes: "make medicines",
      distributes: "distribute medicines",
      registersPersons: "register persons",
      recovers: "answer for lost keys",
      issuesCredentials: "issue credentials",
      witnesses: "witness",
      adjudicates: "decide disputes",
    },
  },
});

/** A word of a table; what this version does not know, as it is written. */
export const wordIn = (table: Readonly<Record<string, string>>, word: string): string => table[word] ?? word;

const TONE: Readonly<Record<string, Tone>> = { active: "ok", suspended: "warn", withdrawn: "neutral" };

/** Whether a member may act, as a word on its colour. */
export function MemberTag({ status }: { readonly status: string }) {
  const say = useWords(vocabulary);
  return <Tag tone={TONE[status] ?? "neutral"}>{wordIn(say.status, status)}</Tag>;
}
