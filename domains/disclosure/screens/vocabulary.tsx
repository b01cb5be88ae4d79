import type { Ground, Outcome, Purpose } from "@meridian/disclosure/grounds";
import { dictionary } from "@meridian/ui/text/words";

type Vocabulary = {
  readonly ground: { readonly [G in Ground]: string };
  /** Why the ground lets somebody have the content, and what it does not allow. */
  readonly why: { readonly [G in Ground]: string };
  readonly purpose: { readonly [P in Purpose]: string };
  readonly outcome: { readonly [O in Outcome]: string };
};

/** What people call the grounds and purposes of a disclosure. */
export const disclosureVocabulary = dictionary<Vocabulary>({
  zh: {
    ground: {
      claim: "药房接单",
      adjudication: "医保结算",
      warrant: "调取令",
      "own-patient": "您本人",
      "care-team": "诊疗团队",
    },
    why: {
      claim: "您出示取药码后，这家药房接下了处方，必须看到药品和用法才能发药。取消接单后就不能再取得内容。",
      adjudication: "承担这张处方费用的医保机构，需要核对药品才能结算。只能用于结算。",
      warrant: "监管部门凭法院或仲裁机构会签的调取令查看。没有两家机构共同签名，谁也看不到内容。",
      "own-patient": "您本人，或由您授权代您办事的人。",
      "care-team": "正在为您诊治的医师或医疗机构。",
    },
    purpose: {
      TREAT: "诊疗用药",
      ETREAT: "急救",
      HPAYMT: "费用结算",
      COVERAGE: "核定医保待遇",
      HOPERAT: "机构运营管理",
      PUBHLTH: "公共卫生",
      HLEGAL: "依法调查",
      PATRQT: "患者要求",
      FAMRQT: "家属要求",
      PWATRNY: "受托人要求",
    },
    outcome: { opened: "对方确认已打开", "not-delivered": "没有送达", damaged: "收到时已损坏" },
  },
  en: {
    ground: {
      claim: "claimed by a pharmacy",
      adjudication: "insurance settlement",
      warrant: "warrant",
      "own-patient": "yourself",
      "care-team": "your care team",
    },
    why: {
      claim:
        "You showed the collection code and this pharmacy claimed the prescription; it must see medicine and dose to dispense. Once it releases the claim, it gets nothing any more.",
      adjudication: "The insurer that pays for this prescription checks the medicines to settle. For nothing else.",
      warrant:
        "An authority looks by a warrant that a court or arbitration commission countersigned. Without both signatures nobody sees the content.",
      "own-patient": "You, or somebody whom you let act for you.",
      "care-team": "A physician or hospital that treats you.",
    },
    purpose: {
      TREAT: "treatment",
      ETREAT: "emergency treatment",
      HPAYMT: "payment",
      COVERAGE: "checking insurance cover",
      HOPERAT: "running the institution",
      PUBHLTH: "public health",
      HLEGAL: "legal inquiry",
      PATRQT: "the patient's request",
      FAMRQT: "the family's request",
      PWATRNY: "request by power of attorney",
    },
    outcome: {
      opened: "they confirmed that they opened it",
      "not-delivered": "not delivered",
      damaged: "arrived damaged",
    },
  },
});
