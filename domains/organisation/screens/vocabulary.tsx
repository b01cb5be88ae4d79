import type { CredentialKind, OrganisationKind, StaffRole } from "@meridian/kernel/vocabulary";
import type { State } from "@meridian/organisation/contract";
import type { Participation } from "@meridian/organisation/participation";
import { useWords } from "@meridian/ui/language";
import { Tag, type Tone } from "@meridian/ui/marks";
import { dictionary } from "@meridian/ui/text/words";

type Texts<Key extends string> = { readonly [K in Key]: string };
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
    kind: {
      hospital: "医院",
      clinic: "诊所",
      pharmacy: "药店",
      insurer: "保险公司",
      "health-commission": "卫生健康委员会",
      "insurance-authority": "医疗保障局",
      "drug-authority": "药品监督管理局",
      court: "法院",
      arbitration: "仲裁机构",
      maker: "药品生产企业",
      distributor: "药品批发企业",
      carrier: "配送企业",
      homecare: "居家护理机构",
      research: "研究机构",
    },
    status: { active: "正常", suspended: "已暂停", withdrawn: "已退出" },
    role: {
      physician: "医师",
      pharmacist: "药师",
      nurse: "护士",
      courier: "配送员",
      registrar: "登记员",
      clerk: "职员",
      officer: "负责人员",
    },
    credential: {
      "licence-hospital": "医疗机构执业许可证（医院）",
      "licence-clinic": "医疗机构执业许可证（诊所）",
      "licence-pharmacy": "药品经营许可证",
      "licence-carrier": "药品配送许可",
      "licence-physician": "医师执业证书",
      "licence-pharmacist": "执业药师注册证",
      "prescribe-narcotic": "麻醉药品处方权",
      "prescribe-psychotropic": "精神药品处方权",
      "dispense-narcotic": "麻醉药品配发资格",
      "appointment-insurer": "医保定点",
    },
    credentialStatus: { active: "有效", suspended: "已暂停", revoked: "已吊销", expired: "已过期" },
    may: {
      validator: "运行验证者",
      votes: "参加表决",
      prescribes: "开具处方",
      dispenses: "配发药品",
      settles: "裁定并支付医保",
      supervises: "监管并可暂停处方",
      delivers: "配送药品",
      makes: "生产药品",
      distributes: "批发药品",
      registersPersons: "登记人员",
      issuesCredentials: "颁发资质",
      witnesses: "见证",
      adjudicates: "裁决争议",
    },
  },
  en: {
    kind: {
      hospital: "hospital",
      clinic: "clinic",
      pharmacy: "pharmacy",
      insurer: "insurer",
      "health-commission": "health commission",
      "insurance-authority": "insurance authority",
      "drug-authority": "drug authority",
      court: "court",
      arbitration: "arbitration body",
      maker: "drug maker",
      distributor: "distributor",
      carrier: "carrier",
      homecare: "home care",
      research: "research institute",
    },
    status: { active: "active", suspended: "suspended", withdrawn: "withdrawn" },
    role: {
      physician: "physician",
      pharmacist: "pharmacist",
      nurse: "nurse",
      courier: "courier",
      registrar: "registrar",
      clerk: "clerk",
      officer: "officer",
    },
    credential: {
      "licence-hospital": "licence to run a hospital",
      "licence-clinic": "licence to run a clinic",
      "licence-pharmacy": "licence to run a pharmacy",
      "licence-carrier": "licence to carry medicines",
      "licence-physician": "physician's licence",
      "licence-pharmacist": "pharmacist's licence",
      "prescribe-narcotic": "right to prescribe narcotics",
      "prescribe-psychotropic": "right to prescribe psychotropics",
      "dispense-narcotic": "right to dispense narcotics",
      "appointment-insurer": "designated for insurance",
    },
    credentialStatus: { active: "valid", suspended: "suspended", revoked: "revoked", expired: "expired" },
    may: {
      validator: "run a validator",
      votes: "vote",
      prescribes: "prescribe",
      dispenses: "hand out medicines",
      settles: "decide and pay claims",
      supervises: "supervise and stop prescriptions",
      delivers: "deliver medicines",
      makes: "make medicines",
      distributes: "distribute medicines",
      registersPersons: "register persons",
      issuesCredentials: "issue licences",
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
