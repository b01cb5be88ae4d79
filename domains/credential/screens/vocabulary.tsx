import type { CredentialKind } from "@meridian/kernel/vocabulary";
import { dictionary } from "@meridian/ui/text/words";

type Texts<Key extends string> = { readonly [K in Key]: string };
export const LICENCE_REASONS = ["inspection", "misconduct", "forged-documents", "own-request", "court-order"] as const;
export type LicenceReason = (typeof LICENCE_REASONS)[number];

type Vocabulary = {
  readonly kinds: Texts<CredentialKind>;
  readonly standings: Texts<"active" | "suspended" | "revoked" | "expired" | "not-yet">;
  readonly reasons: Texts<LicenceReason>;
};

/** What people call licences, how they stand, and why one is taken. */
export const licenceVocabulary = dictionary<Vocabulary>({
  zh: {
    kinds: {
      "licence-hospital": "医疗机构执业许可",
      "licence-clinic": "诊所备案",
      "licence-pharmacy": "药品经营许可",
      "licence-carrier": "药品运输资质",
      "licence-physician": "医师执业证书",
      "licence-pharmacist": "药师资格",
      "prescribe-narcotic": "麻醉药品处方权",
      "prescribe-psychotropic": "精神药品处方权",
      "dispense-narcotic": "麻精药品调剂资格",
      "appointment-insurer": "医保定点资格",
    },
    standings: { active: "有效", suspended: "已暂停", revoked: "已吊销", expired: "已过期", "not-yet": "尚未生效" },
    reasons: {
      inspection: "检查发现问题",
      misconduct: "违规执业",
      "forged-documents": "申请材料造假",
      "own-request": "本人或本机构申请",
      "court-order": "依法院裁定",
    },
  },
  en: {
    kinds: {
      "licence-hospital": "hospital licence",
      "licence-clinic": "clinic licence",
      "licence-pharmacy": "pharmacy licence",
      "licence-carrier": "carrier licence",
      "licence-physician": "physician's licence",
      "licence-pharmacist": "pharmacist's licence",
      "prescribe-narcotic": "right to prescribe narcotics",
      "prescribe-psychotropic": "right to prescribe psychotropics",
      "dispense-narcotic": "right to dispense narcotics",
      "appointment-insurer": "designated for insurance",
    },
    standings: {
      active: "valid",
      suspended: "suspended",
      revoked: "revoked",
      expired: "expired",
      "not-yet": "not yet valid",
    },
    reasons: {
      inspection: "found by inspection",
      misconduct: "misconduct",
      "forged-documents": "forged documents",
      "own-request": "own request",
      "court-order": "court order",
    },
  },
});
