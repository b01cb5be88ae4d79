import type { Row } from "@meridian/kernel/view";
import { answer, type Call, EXIT, type Language, OPTIONS, type OptionSpec, problem, type Verb, words } from "./call.ts";
import { numberOf } from "./numbers.ts";
import { namesFrom, rowsOf } from "./prescriptions.ts";
import { eventIn, momentOf, moneyIn, type Names, statusIn } from "./timeline.ts";

const options: { readonly [name: string]: OptionSpec } = {
  node: OPTIONS.node,
  data: { ...OPTIONS.data, says: words("read this folder instead of asking a node", "直接读取数据目录,不经节点") },
  genesis: OPTIONS.genesis,
  as: OPTIONS.as,
  keys: OPTIONS.keys,
  "passphrase-file": OPTIONS.passphrase,
};
const ROWS_MAX = 10_000;
const LIST_DEFAULT = 50;

const show: Verb = {
  usage: "rx show ID",
  says: words("says what happened to a prescription, by whom and until when", "查看处方经过、各方与期限"),
  options,
  positionals: [1, 1],
  run: async (call) => {
    const [id = ""] = call.positionals;
    const rows = await rowsOf(call);
    if (!rows.ok) return rows;
    const events = await rows.value("prescription_events", { prescription: id }, ROWS_MAX);
    if (!events.ok) return events;
    if (events.value.length === 0) return unknown(id);
    const found = await rows.value("prescriptions", { id }, 1);
    const items = await rows.value("prescription_items", { prescription: id }, ROWS_MAX);
    const names = await namesFrom(rows.value, call.io.language);
    const [prescription, lines] = [found.ok ? found.value[0] : undefined, items.ok ? items.value : []];
    const text = [
      ...headOf(id, prescription, lines, names, call),
      "",
      ...events.value.map((event) => eventLine(event, names, call.io.language)),
    ];
    return answer(text.join("\n"), { prescription, items: lines, events: events.value });
  },
};

function headOf(
  id: string,
  row: Row | undefined,
  items: readonly Row[],
  names: Names,
  { io }: Call,
): readonly string[] {
  const { language } = io;
  if (row === undefined) return [id];
  const line = (en: string, zh: string, value: string): string => `  ${words(en, zh)[language]} ${value}`;
  const named = (column: string): string => names.get(String(row[column])) ?? String(row[column]);
  const lines = [`${id}: ${statusIn(language, row["status"])}`];
  const moment = (en: string, zh: string, column: string): void => {
    const at = row[column];
    if (typeof at === "number") lines.push(line(en, zh, momentOf(at)));
  };
  lines.push(line("patient:", "患者:", named("patient")));
  lines.push(line("prescribed at:", "开方机构:", `${named("organisation")} (${named("prescriber")})`));
  if (row["pharmacy"] !== null) lines.push(line("pharmacy:", "药房:", named("pharmacy")));
  for (const item of items)
    lines.push(
      line(
        "line",
        "明细",
        `${item["line"]}: ${item["class"]}, ${item["dispensed"]} / ${item["quantity"]}, ${item["state"]}`,
      ),
    );
  moment("valid until:", "有效期至:", "expires_at");
  moment("due:", "当前期限:", "due");
  if (typeof row["total"] === "number") lines.push(line("settled:", "结算:", moneyIn(language, row["total"])));
  for (const scope of ["health", "insurance", "drug", "court"])
    moment(`on hold (${scope}) until:`, `暂停(${scope})至:`, `held_${scope}`);
  return lines;
}

function eventLine(row: Row, names: Names, language: Language): string {
  const { patient, prescriber, organisation, pharmacy, detail, type, time, height } = row;
  const parties = { patient, prescriber, organisation, pharmacy };
  const event = { ...(detail as object), type: String(type), parties };
  return `${momentOf(Number(time))}  ${eventIn(language, "prescription", event, names)}  #${height}`;
}

const list: Verb = {
  usage: "rx list",
  says: words("lists prescriptions that the reader may see", "列出有权查看的处方"),
  options: {
    ...options,
    status: {
      type: "string",
      value: "STATUS",
      says: words("only those in this state, such as ACTIVE", "仅列出此状态,如 ACTIVE"),
    },
    limit: { type: "string", value: "N", says: words("how many at most (default 50)", "最多条数(默认 50)") },
  },
  positionals: [0, 0],
  run: async (call) => {
    const most = numberOf(call, "limit", LIST_DEFAULT, ROWS_MAX);
    if (!most.ok) return most;
    const rows = await rowsOf(call);
    if (!rows.ok) return rows;
    const status = call.text("status");
    const found = await rows.value("prescriptions", status === undefined ? {} : { status }, most.value);
    if (!found.ok) return found;
    const { language } = call.io;
    const none = words("There are none that you may see.", "没有可查看的处方。")[language];
    const names = await namesFrom(rows.value, language);
    const lines = found.value.map((row) => {
      const at = names.get(String(row["organisation"])) ?? row["organisation"];
      return `${row["id"]}  ${momentOf(Number(row["issued_at"]))}  ${statusIn(language, row["status"])}  ${at}`;
    });
    return answer(lines.length === 0 ? none : lines.join("\n"), found.value);
  },
};

const unknown = (id: string) =>
  problem(
    EXIT.refused,
    "unknown-prescription",
    words(`Nothing is known of ${id} that you may see.`, `没有可查看的处方 ${id}。`),
    words(
      "Check the id; only the parties of a prescription and authorities see it (--as NAME asks with a key).",
      "请检查处方号;仅处方相关各方与监管部门可查看(用 --as NAME 以密钥查询)。",
    ),
    { id },
  );

export const verbs: ReadonlyMap<string, Verb> = new Map([
  ["list", list],
  ["show", show],
]);
