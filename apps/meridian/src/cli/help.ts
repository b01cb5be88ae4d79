import { type Language, type Verb, type Words, words } from "./call.ts";
import { type Group, groups } from "./verbs.ts";

const EXITS: readonly (readonly [number, Words])[] = [
  [0, words("done; what was checked holds", "完成;核验通过")],
  [1, words("refused, or what was checked does not hold", "被拒绝,或核验未通过")],
  [2, words("the command cannot be read", "命令有误")],
  [3, words("the node cannot be reached, or its port is taken", "无法连接节点,或端口被占用")],
  [4, words("files or stored data cannot be used", "文件或存储数据不可用")],
  [70, words("a fault of the program itself", "程序自身缺陷")],
];

const GENERAL: readonly (readonly [string, Words])[] = [
  ["--help, -h", words("say what a command does", "说明命令用途")],
  ["--json", words("answer in JSON, for programs", "以 JSON 输出,供程序使用")],
  ["--lang zh|en", words("language (default from LANG)", "语言(默认取自 LANG)")],
];

export function generalHelp(language: Language): string {
  const lines = [words("Meridian: one network for a region's care.", "脉链:一个区域的医疗协作网络。")[language], ""];
  lines.push(words("Usage: meridian COMMAND [OPTIONS]", "用法:meridian 命令 [选项]")[language], "");
  const commands = [...groups].flatMap(([name, group]) => commandsOf(name, group, language));
  lines.push(...table(commands), "");
  lines.push(words("Every command:", "通用选项:")[language]);
  lines.push(...table(GENERAL.map(([option, says]) => [option, says[language]])), "");
  lines.push(words("Exit codes:", "退出码:")[language]);
  lines.push(...table(EXITS.map(([code, says]) => [String(code), says[language]])));
  return `${lines.join("\n")}\n`;
}

export const groupHelp = (name: string, group: Group, language: Language): string =>
  `${table(commandsOf(name, group, language)).join("\n")}\n`;

export function verbHelp({ usage, says, options, notes }: Verb, language: Language): string {
  const lines = [`meridian ${usage}`, `  ${says[language]}`, ""];
  const own = Object.entries(options).map(([name, { value, says }]): [string, string] => [
    value === undefined ? `--${name}` : `--${name} ${value}`,
    says[language],
  ]);
  lines.push(...table([...own, ...GENERAL.map(([option, says]): [string, string] => [option, says[language]])]));
  if (notes !== undefined) lines.push("", notes[language]);
  return `${lines.join("\n")}\n`;
}

const commandsOf = (name: string, { verbs }: Group, language: Language): readonly [string, string][] =>
  Object.entries(verbs).map(([verb, says]) => [verb === "" ? name : `${name} ${verb}`, says[language]]);

function table(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  return rows.map(([left, right]) => `  ${left.padEnd(width)}${right}`);
}
