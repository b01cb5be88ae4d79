import type { Scenario } from "@meridian/region/generator/scenarios";
import type { Summary } from "./summary.ts";

export type Language = "zh" | "en";
type Said = { readonly zh: string; readonly en: string };

const SCENARIO: { readonly [S in Scenario]: Said } = {
  fulfilled: { zh: "正常完成", en: "fulfilled" },
  "refused-by-pharmacy": { zh: "药房拒绝调剂", en: "refused to dispense" },
  "returned-by-review": { zh: "审方退回", en: "returned by review" },
  "cancelled-in-flight": { zh: "途中撤销", en: "cancelled in flight" },
  "held-and-lifted": { zh: "监管暂停后解除", en: "held and lifted" },
  revoked: { zh: "监管撤销", en: "revoked" },
  "partially-dispensed": { zh: "部分发药", en: "partly dispensed" },
  reversed: { zh: "退药冲正", en: "reversed" },
  expired: { zh: "过期", en: "expired" },
  substitution: { zh: "换药", en: "substituted" },
  "review-critical-overridden": { zh: "严重问题会签放行", en: "critical finding overridden" },
  "wrong-role": { zh: "无权开方被拒", en: "wrong role refused" },
  "double-claim": { zh: "两店争领", en: "claimed twice" },
};

const T = {
  setUp: { zh: "正在登记成员、人员与资质", en: "registering members, staff, patients and credentials" },
  resumed: { zh: "继续已有的链，当前高度", en: "going on with the chain at height" },
  playing: { zh: "正在演示处方流转", en: "playing prescriptions" },
  input: { zh: "正在流转外部处方", en: "circulating orders from outside" },
  books: { zh: "正在完成对账", en: "closing in the books" },
  proofs: { zh: "正在核验证明", en: "checking proofs" },
  serving: { zh: "服务地址", en: "serving on" },
  notServing: { zh: "接口未启动", en: "the API does not run" },
  stopping: { zh: "正在停止", en: "stopping" },
} as const satisfies { readonly [name: string]: Said };
export const say = (what: keyof typeof T, language: Language): string => T[what][language];

/** Chinese characters are as wide as two others in a terminal. */
export const widthOf = (text: string): number => [...text].reduce((sum, each) => sum + (each > "\u2e7f" ? 2 : 1), 0);
const padded = (text: string, width: number): string => text + " ".repeat(Math.max(0, width - widthOf(text)));
const WIDTH = 40;

/** Where a reader goes on. */
export type Where = {
  /** Of the status page. */
  readonly url: string | undefined;
  /** A prescription for an example; without one, the list is shown. */
  readonly id: string | undefined;
  /** What leads the command line to this region. */
  readonly options: string;
  /** The genesis document's file. */
  readonly genesis: string;
};

/** What people read at the end, with where to look next. */
export function told(summary: Summary, language: Language, where: Where): string {
  const zh = language === "zh";
  const row = (name: string, count: number | string): string => `  ${padded(name, WIDTH)}${count}`;
  const rows = (counts: { readonly [name: string]: number }): readonly string[] =>
    Object.entries(counts).map(([name, count]) => row(name, count));
  const { prescriptions, completed, events, transactions, blocks, seconds, proofs, failures, input } = summary;
  const lines = [
    zh
      ? `${prescriptions} 张处方，${completed} 张已交到患者手中；${transactions} 笔交易，${events} 个事件，${blocks} 个区块，${seconds} 秒`
      : `${prescriptions} prescriptions, ${completed} in the patients' hands; ${transactions} transactions, ${events} events, ${blocks} blocks, ${seconds} s`,
    ...(prescriptions > 0
      ? [
          zh ? "情节" : "stories",
          ...Object.entries(summary.byScenario).map(([name, count]) =>
            row(SCENARIO[name as Scenario][language], count),
          ),
          zh ? "路径" : "pathways",
          ...rows(summary.byPathway),
          zh ? "状态" : "status",
          ...rows(summary.byStatus),
          zh ? "按预期被账本拒绝" : "refused by the ledger, as they must be",
          ...Object.entries(summary.refusedByCode).map(([code, { count }]) => row(code, count)),
        ]
      : []),
    ...(input === undefined ? [] : inputTold(input, zh, row)),
    zh
      ? `证明：核验 ${proofs.checked} 个，失败 ${proofs.failed} 个`
      : `proofs: ${proofs.checked} checked, ${proofs.failed} failed`,
    ...failures.map(({ prescription, scenario, failure }) =>
      zh
        ? `与情节不符：${prescription}（${scenario}）${failure}`
        : `not as told: ${prescription} (${scenario}) ${failure}`,
    ),
    "",
    ...nextSteps(where, zh),
  ];
  return lines.join("\n");
}

function inputTold(input: NonNullable<Summary["input"]>, zh: boolean, row: (name: string, count: number) => string) {
  const { bundles, requests, circulated, byStatus, faults, note } = input;
  return [
    zh
      ? `外部数据：${bundles} 个文件，${requests} 条处方，流转 ${circulated} 条`
      : `from outside: ${bundles} files, ${requests} requests, ${circulated} circulated`,
    ...Object.entries(byStatus).map(([status, count]) => row(status, count)),
    ...faults.map(({ file, path, code, detail }) => `  ${file} ${path} ${code}: ${detail}`),
    zh ? "  外部医师在本区域没有资质，故由医院医师当日签发；原始数据原样封存。" : `  ${note}`,
  ];
}

function nextSteps({ url, id, options, genesis }: Where, zh: boolean) {
  const head = [zh ? "接下来可以看：" : "where to look next:", ...(url === undefined ? [] : [`  ${url}`])];
  if (id === undefined) return [...head, `  npm run -s meridian -- rx list ${options}`];
  const shown = `${id} ${options}`;
  return [
    ...head,
    `  npm run -s meridian -- rx show ${shown}`,
    `  npm run -s meridian -- evidence export ${shown} --out evidence.json`,
    `  npm run -s meridian -- verify evidence.json --genesis ${genesis}`,
  ];
}
