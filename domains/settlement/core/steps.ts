/** Why an amount is what it is: one entry per rule applied, with what went in and what came out. */
export type StepCode =
  | "amount"
  | "outside-list"
  | "above-standard"
  | "own-share"
  | "deductible"
  | "rate"
  | "cap"
  | "share-of-fund"
  | "account"
  | "cash";
/** Amounts in fen, shares in basis points. */
export type Step = {
  readonly code: StepCode;
  readonly inputs: { readonly [name: string]: number };
  readonly output: number;
};

export const stepTexts: Readonly<Record<StepCode, { readonly zh: string; readonly en: string }>> = {
  amount: { zh: "数量 × 单价。", en: "Quantity times unit price." },
  "outside-list": { zh: "目录外药品，全部自费。", en: "Not on the list: the patient bears all of it." },
  "above-standard": {
    zh: "单价超过医保支付标准的部分自费。",
    en: "The patient bears what exceeds the payment standard.",
  },
  "own-share": {
    zh: "先行自付部分，余数向上取整到分。",
    en: "The own share of the category, rounded up to a whole fen.",
  },
  deductible: { zh: "先抵扣年度起付线余额。", en: "What is left of the year's deductible comes first." },
  rate: {
    zh: "起付线以上按机构级别支付，向下取整到分。",
    en: "Above the deductible the fund pays the site's rate, rounded down to a whole fen.",
  },
  cap: { zh: "不超过年度封顶线余额。", en: "Never more than what is left under the year's cap." },
  "share-of-fund": {
    zh: "统筹基金支付按最大余数法分摊到各行，余数相同者行在前者得。",
    en: "The fund's part is spread over the lines by largest remainder; of equals, the earlier line gains.",
  },
  account: { zh: "个人账户支付。", en: "The personal account pays." },
  cash: { zh: "其余由个人现金支付。", en: "The rest is paid in cash." },
};
