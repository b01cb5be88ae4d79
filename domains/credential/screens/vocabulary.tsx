import type { CredentialKind } from "@meridian/kernel/vocabulary";
import { networkWords } from "@meridian/ui/text/network";
import { dictionary, type Texts } from "@meridian/ui/text/words";

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
    kinds: networkWords.zh.credential,
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
    kinds: networkWords.en.credential,
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
