import { parseArgs } from "node:util";
import { InvariantError } from "@meridian/base/invariant";
import type { ReleaseMissing } from "@meridian/ledger/releases";
import type { SocketFolderForeign } from "../consortium/own-folder.ts";
import { type Call, EXIT, type Exit, type Io, type Language, type Outcome, problem, type Verb, words } from "./call.ts";
import { generalHelp, groupHelp, verbHelp } from "./help.ts";
import { groups } from "./verbs.ts";
import { visibleJson, visibleLines } from "./visible.ts";

/** Options that every verb has. */
const COMMON = { json: { type: "boolean" }, help: { type: "boolean", short: "h" }, lang: { type: "string" } } as const;

/** Runs one command line and says how it ended. */
export async function runCli(argv: readonly string[], given: Io): Promise<Exit> {
  const io = { ...given, language: languageIn(argv) ?? given.language };
  const [first, second] = argv.filter((word, i) => !word.startsWith("-") && argv[i - 1] !== "--lang");
  if (first === undefined || first === "help") {
    const asked = first === "help" || argv.includes("--help") || argv.includes("-h");
    (asked ? io.out : io.err)(generalHelp(io.language));
    return asked ? EXIT.ok : EXIT.usage;
  }
  const json = argv.includes("--json");
  const group = groups.get(first);
  if (group === undefined) return said(problem(EXIT.usage, "unknown-verb", ...unknownVerb(first)), io, json);
  const { verbs } = await group.load();
  // A group of one verb is named by that verb alone.
  const alone = verbs.get("");
  const verb = alone ?? verbs.get(second ?? "");
  if (verb === undefined) {
    if (second !== undefined)
      return said(problem(EXIT.usage, "unknown-verb", ...unknownVerb(`${first} ${second}`)), io, json);
    const asked = argv.includes("--help") || argv.includes("-h");
    (asked ? io.out : io.err)(groupHelp(first, group, io.language));
    return asked ? EXIT.ok : EXIT.usage;
  }
  if (argv.includes("--help") || argv.includes("-h")) {
    io.out(verbHelp(verb, io.language));
    return EXIT.ok;
  }
  const call = parsed(argv, verb, alone === undefined ? 2 : 1, io);
  if (typeof call === "string") return said(problem(EXIT.usage, "usage", ...misused(call, verb)), io, json);
  return said(await guarded(verb, call), io, json);
}

function languageIn(argv: readonly string[]): Language | undefined {
  const at = argv.findIndex((word) => word === "--lang" || word.startsWith("--lang="));
  const value = argv[at]?.startsWith("--lang=") ? argv[at].slice("--lang=".length) : argv[at + 1];
  return at < 0 ? undefined : value === "zh" ? "zh" : value === "en" ? "en" : undefined;
}

/** The call, or what is wrong with the words. */
function parsed(argv: readonly string[], verb: Verb, depth: number, io: Io): Call | string {
  const options = Object.fromEntries(
    Object.entries(verb.options).map(([name, { type, multiple = false }]) => [name, { type, multiple }]),
  );
  try {
    const found = parseArgs({ args: [...argv], options: { ...options, ...COMMON }, allowPositionals: true });
    const values = found.values as Readonly<Record<string, unknown>>;
    const { lang } = values;
    if (lang !== undefined && lang !== "zh" && lang !== "en") return "--lang zh|en";
    const positionals = found.positionals.slice(depth);
    const [least, most] = verb.positionals;
    if (positionals.length < least || positionals.length > most) return positionals.slice(most).join(" ") || verb.usage;
    return {
      io,
      json: values["json"] === true,
      positionals,
      text: (name) => (typeof values[name] === "string" ? values[name] : undefined),
      texts: (name) => (Array.isArray(values[name]) ? values[name] : []),
      flag: (name) => values[name] === true,
    };
  } catch (error) {
    return error instanceof Error ? (error.message.split(". ")[0] ?? "") : String(error);
  }
}

async function guarded(verb: Verb, call: Call): Promise<Outcome> {
  try {
    return await verb.run(call);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    if (error instanceof Error && error.name === "StateCorruption")
      return problem(
        EXIT.data,
        "data-damaged",
        words(`The stored data are not what was written: ${detail}.`, `存储的数据与写入时不一致:${detail}。`),
        words(
          "Do not start the node on them. `meridian ledger check` looks at the ledger. A member's node fetches it anew from the others (docs/operating-a-consortium.md says which files to delete); one that orders alone needs a backup of its folder. Never take another member's folder: its keys are in it.",
          "请勿用其启动节点。可用 `meridian ledger check` 核验账本。成员的节点可向其他成员重新取得账本(须删除的文件见 docs/operating-a-consortium.md);单独排序的节点须从备份恢复目录。切勿使用其他成员的目录,其中有对方的密钥。",
        ),
      );
    const full = diskFull(error);
    if (full !== undefined) return full;
    if (error instanceof Error && error.name === "ReleaseMissing") return releaseMissing(error as ReleaseMissing);
    if (error instanceof Error && error.name === "SocketFolderForeign")
      return foreignFolder(error as SocketFolderForeign);
    if (error instanceof Error && error.name === "FolderInUse")
      return problem(
        EXIT.data,
        "folder-in-use",
        words(`A node runs on ${detail} already.`, `已有节点在使用目录 ${detail}。`),
        words("Stop it first, or name another folder with --data.", "请先停止该节点,或用 --data 另指定目录。"),
      );
    const stack = error instanceof Error && !(error instanceof InvariantError) ? `\n${error.stack}` : "";
    return problem(
      EXIT.bug,
      "bug",
      words(`Something happened that must not: ${detail}${stack}`, `发生了不应发生的情况:${detail}${stack}`),
      words("Please report this with the command that you ran.", "请连同所执行的命令一并反馈。"),
    );
  }
}

const foreignFolder = ({ folder, words: { en, zh } }: SocketFolderForeign): Outcome =>
  problem(EXIT.data, "socket-folder-foreign", words(en.happened, zh.happened), words(en.next, zh.next), { folder });

/** SQLite's result code for a file that has no room to grow. */
const SQLITE_FULL = 13;

/** Whoever met the full disk: the ledger's files name themselves, files of the system are named by it. */
function diskFull(error: unknown): Outcome | undefined {
  const { name, code, errcode, file, path } = (error ?? {}) as { readonly [member: string]: unknown };
  if (name !== "DiskFull" && code !== "ENOSPC" && errcode !== SQLITE_FULL) return undefined;
  const where = [file, path].find((each) => typeof each === "string");
  const [en, zh] = where === undefined ? ["a file in the folder", "目录中的文件"] : [where, where];
  return problem(
    EXIT.data,
    "disk-full",
    words(
      `The disk is full: ${en} takes nothing more. It ends here, since what cannot be written down must not be promised. What was committed before is whole, and nothing is half written.`,
      `磁盘已满:${zh} 无法再写入。无法落盘的内容不得承诺,故在此停止。此前已提交的内容完整无缺,没有只写了一半的数据。`,
    ),
    words(
      "Make room on that disk (`df` shows how much there is) and start again: it goes on where it was. Delete nothing of a node's folder for it but what HACKING.md says may be deleted.",
      "请在该磁盘上腾出空间(可用 `df` 查看),然后重新启动,将从原处继续。除 HACKING.md 注明可删除的文件外,请勿为此删除节点目录中的任何文件。",
    ),
    where === undefined ? undefined : { file: where },
  );
}

const releaseMissing = ({ release, height }: ReleaseMissing): Outcome =>
  problem(
    EXIT.data,
    "release-missing",
    words(
      `Block ${height} executes by release ${release} of the network's rules, which this software lacks. Nothing is wrong with the data.`,
      `第 ${height} 个区块按规则版本 ${release} 执行,本软件不含该版本。数据并无问题。`,
    ),
    words(
      `Install a version of Meridian that has release ${release} of the rules, and run this again.`,
      `请安装包含规则版本 ${release} 的 Meridian,然后重新执行。`,
    ),
    { release, height },
  );

/**
 * Prints an outcome, of whose characters none can do anything but be seen; refusals go to stderr, as JSON when that was
 * asked for. Pages are ordered by codes, so text has them too.
 */
function said(outcome: Outcome, io: Io, json: boolean): Exit {
  if (outcome.ok) {
    const { text, json: value, exit = EXIT.ok, isFile = false } = outcome.value;
    const readable = isFile ? text : visibleLines(text);
    const shown = json && value !== undefined ? visibleJson(`${JSON.stringify(value, undefined, 2)}\n`) : readable;
    if (shown.length > 0) io.out(shown.endsWith("\n") ? shown : `${shown}\n`);
    return exit;
  }
  const { exit, code, happened, next, data } = outcome.error;
  if (json) io.err(visibleJson(`${JSON.stringify({ error: { code, happened, next, data } }, undefined, 2)}\n`));
  else io.err(visibleLines(`${coded(happened[io.language], code)}\n${next[io.language]}\n`));
  return exit;
}

/** With the code at the end of the first line. */
const coded = (happened: string, code: string): string => happened.replace(/$/m, () => ` (${code})`);

const unknownVerb = (name: string) =>
  [
    words(`There is no command \`${name}\`.`, `没有命令 \`${name}\`。`),
    words("`meridian --help` lists all commands.", "`meridian --help` 列出全部命令。"),
  ] as const;

const misused = (fault: string, verb: Verb) =>
  [
    words(`The command cannot be read: ${fault}`, `无法识别的命令:${fault}`),
    words(
      `Usage: meridian ${verb.usage}. \`--help\` says more.`,
      `用法:meridian ${verb.usage}。加 \`--help\` 查看说明。`,
    ),
  ] as const;
