import type { Category, Site } from "@meridian/settlement/scheme";
import type { StepCode } from "@meridian/settlement/steps";
import { dictionary, type Texts } from "@meridian/ui/text/words";

type Words = {
  readonly category: Texts<Category>;
  readonly site: Texts<Site>;
  readonly step: Texts<StepCode>;
  readonly input: Readonly<Record<string, string>>;
};

/** What people call categories, places, and the steps of a reckoning with what goes into them. */
export const settlementVocabulary = dictionary<Words>({
  zh: {
    category: { A: "甲类", B: "乙类", "self-pay": "自费" },
    site: {
      "hospital-tertiary": "三级医院",
      "hospital-secondary": "二级医院",
      "hospital-primary": "一级医院",
      "pharmacy-dual-channel": "双通道药店",
      pharmacy: "定点药店",
      "hospital-internet": "互联网医院",
    },
    step: {
      amount: "金额",
      "outside-list": "目录外",
      "above-standard": "超支付标准",
      "own-share": "先行自付",
      deductible: "起付线",
      rate: "报销比例",
      cap: "封顶线",
      "share-of-fund": "统筹基金分摊",
      account: "个人账户",
      cash: "个人现金支付",
    },
    input: {
      quantity: "数量",
      unitPrice: "单价",
      total: "总额",
      standard: "支付标准",
      listed: "目录内",
      share: "自付比例",
      eligible: "可计入",
      left: "余额",
      payable: "可报销",
      rate: "比例",
      fund: "统筹基金支付",
      due: "应付",
      balance: "账户余额",
      account: "账户",
      above: "起付线以上",
    },
  },
  en: {
    category: { A: "class A", B: "class B", "self-pay": "outside the list" },
    site: {
      "hospital-tertiary": "tertiary hospital",
      "hospital-secondary": "secondary hospital",
      "hospital-primary": "primary hospital",
      "pharmacy-dual-channel": "dual-channel pharmacy",
      pharmacy: "designated pharmacy",
      "hospital-internet": "internet hospital",
    },
    step: {
      amount: "Amount",
      "outside-list": "Outside the list",
      "above-standard": "Above the standard",
      "own-share": "Own share",
      deductible: "Deductible",
      rate: "Rate",
      cap: "Yearly cap",
      "share-of-fund": "Share of the fund",
      account: "Account",
      cash: "Patient's cash",
    },
    input: {
      quantity: "quantity",
      unitPrice: "unit price",
      total: "total",
      standard: "standard",
      listed: "listed",
      share: "own share",
      eligible: "eligible",
      left: "left",
      payable: "payable",
      rate: "rate",
      fund: "paid by the fund",
      due: "due",
      balance: "balance",
      account: "account",
      above: "above the deductible",
    },
  },
});
