import type { Say } from "./words.ts";

/** What domains and events are called in Chinese. English is their own name; what is not here is named as it stands. */
const CHINESE: ReadonlyMap<string, string> = new Map(
  [
    "prescription处方 tombstoned到达前撤销 issued开具 lapsed期限届满 reviewTaken开始审方 reviewReleased退回审方任务 seconded一位药师同意 approved审方通过 returned退回修改 amended修改 scheduled等待取药期 circulated开始流转 claimed药房接单 released取消接单 changeRequested请求调整 changeAnswered答复调整 settled医保结算 cashReceived收到个人现金支付 settlementLapsed结算失效 dispensed发药 owingClosed欠药了结 shipped交付配送 delivered送达 deliveryReturned配送退回 cancelled撤销 cancelMarked请求撤销 cancelAcknowledged确认撤销 refused拒绝调剂 reversed冲正 finalised完成对账 held暂停 lifted解除暂停 revocationSupported附议监管撤销 revoked监管撤销",
    "disclosure文件提供 released提供文件 acknowledged确认收到",
    "settlement结算 adjudicated结算审核 cashPaid收到个人现金支付",
    "review系统审方",
    "unit追溯码",
    "credential资质",
    "person人员",
    "organisation机构",
    "key密钥",
    "governance治理",
    "protocol规则版本",
    "validator验证者",
    "pathway处方路径",
  ].flatMap((line) => {
    const entries = line.split(" ").map((word) => /^(\w+)(.+)$/.exec(word)?.slice(1) as [string, string]);
    const domain = entries[0]?.[0];
    return entries.map(([name, chinese], i): [string, string] => [i === 0 ? name : `${domain}/${name}`, chinese]);
  }),
);

export const domainIn = (say: Say, domain: string): string => say([CHINESE.get(domain) ?? domain, domain]);

export const happeningIn = (say: Say, domain: string, type: string): string =>
  say([CHINESE.get(`${domain}/${type}`) ?? type, type.replace(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`)]);

const BEIJING_SECONDS = 8 * 3_600;
/** Block time as a moment of China Standard Time, which every region keeps. */
export const momentOf = (seconds: number): string =>
  new Date((seconds + BEIJING_SECONDS) * 1_000).toISOString().slice(0, 19).replace("T", " ");
