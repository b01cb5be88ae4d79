import { counted, dictionary } from "@meridian/ui/text/words";

const SPANS = [
  [86_400, "天", "d"],
  [3_600, "小时", "h"],
  [60, "分钟", "min"],
] as const;

/** A span of time in its two largest units, such as "2 d 4 h". */
export function spanText(seconds: number, language: "zh" | "en"): string {
  const parts: string[] = [];
  let rest = Math.max(0, Math.round(seconds));
  for (const [size, zh, en] of SPANS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0 && parts.length < 2) parts.push(`${count} ${language === "zh" ? zh : en}`);
  }
  if (parts.length === 0) return `${rest} ${language === "zh" ? "秒" : "s"}`;
  return parts.join(" ");
}

const allSigned = (steps: number): string => (steps === 1 ? "The one step is signed" : `All ${steps} steps are signed`);

export const pathWords = dictionary({
  zh: {
    title: (id: string) => `处方 ${id}`,
    path: "处方全程",
    lanes: {
      patient: "患者",
      hospital: "医院",
      review: "审方",
      insurer: "医保",
      pharmacy: "药房",
      carrier: "配送",
      authority: "监管",
    },
    verdict: {
      complete: "全程完整",
      "under-way": "正在进行",
      held: "已被暂停",
      missing: "缺少环节",
      ended: "已经终止",
    },
    completeText: (steps: number, late: number) =>
      late === 0 ? `${steps} 个环节全部有签名，没有缺口，没有超时。` : `${steps} 个环节全部有签名；${late} 处超时。`,
    underWayText: (status: string, since: string, overdue: boolean) =>
      overdue
        ? `当前“${status}”，自 ${since} 起，已超过路径规定的时限。`
        : `当前“${status}”，自 ${since} 起，时限之内。`,
    heldText: (until: string) => `监管部门已暂停这张处方，至 ${until}。在此之前任何一方都不能继续。`,
    endedText: (status: string, time: string) => `“${status}”，${time}。此后不再有任何环节。`,
    lack: {
      approval: "没有药师审方通过的记录",
      settlement: "路径要求先结算，但没有结算记录",
      dispensing: "没有发药记录",
      temperature: "冷链药品送达时没有温度记录",
      dispensers: "发药签名人数少于路径要求",
      unforeseen: "有一步不在路径允许的流转之内",
    },
    events: "环节",
    parties: "参与方",
    late: "超时",
    elapsed: "历时",
    lateness: "超时与缺口",
    lateRow: (rule: string, name: string, took: string, allowed: string, going: boolean) =>
      `${rule} ${name}：${going ? "已" : ""}用时 ${took}，规定 ${allowed}`,
    noLateness: "没有超时，也没有缺口。",
    graph: "各方按时间的泳道图；每个节点可以打开",
    list: "全部环节",
    step: "环节",
    signer: "经手",
    time: "时间",
    block: "区块",
    chosen: "所选环节",
    fields: "字段",
    signatures: "签名",
    noFields: "没有更多字段。",
    genesis: "创世记录，没有单独的签名。",
    ofHolder: (kind: string, holder: string) => `${holder} · ${kind}`,
    download: "下载全程证据",
    downloading: (done: number, all: number) => `正在取证 ${done}/${all}…`,
    downloaded: (good: number, all: number) => `${all} 份证据中 ${good} 份在本机核验一致，已下载。`,
    unavailable: (count: number) => `${count} 份暂时无法取得（区块尚未确认）；稍后再试。`,
    print: "打印",
    summary: "摘要",
    facts: {
      status: "状态",
      patient: "患者（化名）",
      prescriber: "开方医师",
      organisation: "医疗机构",
      pharmacy: "药房",
      insurer: "支付方",
      pathway: "路径",
      series: "分次",
      issued: "开具",
      expires: "有效至",
      total: "总额",
      fund: "统筹基金支付",
      cash: "个人现金支付",
    },
    seriesText: (number: number, of: number) => `第 ${number} 次，共 ${of} 次`,
    none: "没有这样的处方。",
    filters: "筛选",
    all: "全部",
    empty: "没有符合条件的处方。",
    emptyNext: "放宽筛选条件，或稍后再看：新处方到来时本页自动更新。",
    count: (count: string) => `${count} 张处方`,
    rx: "处方",
  },
  en: {
    title: (id: string) => `Prescription ${id}`,
    path: "The whole path",
    lanes: {
      patient: "Patient",
      hospital: "Hospital",
      review: "Review",
      insurer: "Insurer",
      pharmacy: "Pharmacy",
      carrier: "Courier",
      authority: "Authority",
    },
    verdict: {
      complete: "Complete",
      "under-way": "Under way",
      held: "Held",
      missing: "Something is missing",
      ended: "Ended",
    },
    completeText: (steps: number, late: number) =>
      late === 0 ? `${allSigned(steps)}. No gap, nothing late.` : `${allSigned(steps)}; ${late} of them late.`,
    underWayText: (status: string, since: string, overdue: boolean) =>
      overdue
        ? `Now “${status}”, since ${since}: longer than its pathway allows.`
        : `Now “${status}”, since ${since}, within its time.`,
    heldText: (until: string) => `An authority holds this prescription until ${until}. Nobody can go on before.`,
    endedText: (status: string, time: string) => `“${status}”, ${time}. No step follows.`,
    lack: {
      approval: "no pharmacist's approval is recorded",
      settlement: "the pathway asks for a settlement first, and there is none",
      dispensing: "no dispensing is recorded",
      temperature: "a cold-chain medicine was delivered without its temperature log",
      dispensers: "fewer pharmacists signed the dispensing than the pathway asks for",
      unforeseen: "one step is not among those that the pathway allows",
    },
    events: "Steps",
    parties: "Parties",
    late: "Late",
    elapsed: "Elapsed",
    lateness: "Lateness and gaps",
    lateRow: (rule: string, name: string, took: string, allowed: string, going: boolean) =>
      `${rule} ${name}: ${going ? "so far " : ""}${took}, allowed ${allowed}`,
    noLateness: "Nothing was late, and there is no gap.",
    graph: "Parties by time, in lanes; each node opens",
    list: "All steps",
    step: "Step",
    signer: "By",
    time: "Time",
    block: "Block",
    chosen: "The chosen step",
    fields: "Fields",
    signatures: "Signatures",
    noFields: "There are no further fields.",
    genesis: "From the genesis; it has no signature of its own.",
    ofHolder: (kind: string, holder: string) => `${holder} · ${kind}`,
    download: "Download all evidence",
    downloading: (done: number, all: number) => `Collecting ${done}/${all}…`,
    downloaded: (good: number, all: number) =>
      `${good} of ${counted(all, "proof")} verified on this device; downloaded.`,
    unavailable: (count: number) =>
      `${counted(count, "proof")} cannot be had yet (a block waits to be proved); try again soon.`,
    print: "Print",
    summary: "Summary",
    facts: {
      status: "State",
      patient: "Patient (pseudonym)",
      prescriber: "Prescriber",
      organisation: "Hospital",
      pharmacy: "Pharmacy",
      insurer: "Payer",
      pathway: "Pathway",
      series: "Series",
      issued: "Issued",
      expires: "Valid until",
      total: "Total",
      fund: "Paid by the fund",
      cash: "Patient's cash",
    },
    seriesText: (number: number, of: number) => `${number} of ${of}`,
    none: "There is no such prescription.",
    filters: "Filters",
    all: "All",
    empty: "No prescription is like that.",
    emptyNext: "Widen the filters, or wait: this page goes on by itself as prescriptions come.",
    count: (count: string) => counted(count, "prescription"),
    rx: "Prescription",
  },
});
