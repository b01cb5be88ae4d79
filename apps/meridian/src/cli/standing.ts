import { answer, type Call, type Language, type Outcome, type Words, words } from "./call.ts";
import { Remote } from "./remote.ts";
import { momentOf } from "./timeline.ts";

const VALIDATORS_MAX = 100;

/** Where a running node stands, in one look; with its engine, where the members run one together. */
export async function standingOf(call: Call): Promise<Outcome> {
  const remote = await Remote.of(call);
  if (!remote.ok) return remote;
  const status = await remote.value.get("/v1/standing");
  if (!status.ok) return status;
  const { language } = call.io;
  const { engine, ...own } = status.value;
  // A node that orders alone has no engine beside it.
  if (typeof engine !== "object" || engine === null) return answer(linesOf(own, language), own);
  const seats = await remote.value.rows("validators", {}, VALIDATORS_MAX);
  const told = toldOf(engine as Engine, seats.ok ? seats.value.length : undefined);
  const title = words("engine:", "引擎:")[language];
  const shown = `${linesOf(own, language)}\n${title}\n${indented(linesOf(told, language))}`;
  return answer(shown, { ...own, engine: told });
}

type Engine = { readonly [member: string]: unknown };

/** Whether it votes is what people ask, rather than with which power. */
function toldOf({ power, ...rest }: Engine, validators: number | undefined): Engine {
  const vote = typeof power === "number" ? { power, validator: power > 0 } : {};
  return { ...rest, ...vote, ...(validators !== undefined && { validators }) };
}

const indented = (text: string): string => text.replace(/^/gm, "  ");

const LABELS: { readonly [member: string]: Words } = {
  network: words("network", "网络"),
  genesis: words("genesis", "创世"),
  height: words("height", "高度"),
  time: words("block time", "区块时间"),
  waiting: words("waiting transactions", "待处理交易"),
  historyFrom: words("blocks from height", "区块起始高度"),
  isCatchingUp: words("catching up", "追赶中"),
  peers: words("connected to", "已连接节点"),
  power: words("voting power", "投票权"),
  validator: words("votes now", "当前参与投票"),
  validators: words("validators", "验证者数"),
  sealed: words("signatures kept up to", "已保存签名至"),
  sealedHash: words("hash of that block's header", "该区块头的哈希"),
};

function linesOf(members: { readonly [member: string]: unknown }, language: Language): string {
  const said = (value: unknown): string => {
    if (value === true) return words("yes", "是")[language];
    if (value === false) return words("no", "否")[language];
    return typeof value === "object" ? JSON.stringify(value) : String(value);
  };
  return Object.entries(members)
    .map(([name, value]) => {
      const shown = name === "time" && typeof value === "number" ? momentOf(value) : said(value);
      return `${LABELS[name]?.[language] ?? name}: ${shown}`;
    })
    .join("\n");
}
