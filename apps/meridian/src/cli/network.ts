import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { asSeconds } from "@meridian/base/ids";
import { canonicalText } from "@meridian/base/json";
import type { Result } from "@meridian/base/result";
import type { GenesisDocument } from "@meridian/network/genesis";
import type { NetworkFault } from "../consortium/network-faults.ts";
import { answer, EXIT, type Language, OPTIONS, type Problem, problem, type Verb, words } from "./call.ts";
import { readJson, unusable, writeNewText, writeText } from "./files.ts";
import { moveVerb } from "./move.ts";
import { acts } from "./network-acts.ts";
import { coalitions } from "./network-coalitions.ts";
import { openVerb } from "./network-open.ts";
import { peersVerb } from "./network-peers.ts";
import { missing } from "./node-init.ts";
import { spaced } from "./verify.ts";

const init: Verb = {
  usage: "network init FILE --out DIR",
  says: words("makes a network's genesis document from a file of its founders", "由创始成员的网络文件生成创世文件"),
  options: {
    out: { type: "string", value: "DIR", says: words("folder for genesis.json and peers.json", "输出目录") },
  },
  positionals: [1, 1],
  notes: words(
    "`meridian network example` prints such a file. The document is made once, by one of the founders; all others compare its hash, by telephone, before they start.",
    "`meridian network example` 可打印范例。创世文件由一位创始成员生成一次,其余成员启动前须通过电话等途径核对其哈希。",
  ),
  run: async (call) => {
    const [path = ""] = call.positionals;
    const out = call.text("out");
    if (out === undefined) return missing("--out");
    const given = readJson(path);
    if (!given.ok) return given;
    const [{ readNetworkFile }, { genesisOf, peersOf, refusedIn }, { genesisShape, genesisHashOf }, { fingerprintOf }] =
      await Promise.all([
        import("../consortium/read-network-file.ts"),
        import("../consortium/genesis-of.ts"),
        import("@meridian/network/genesis"),
        import("@meridian/network/trust"),
      ]);
    const read = readNetworkFile(path, given.value, textOf);
    if (!read.ok) return faulty(path, read.error);
    const { file, founders } = read.value;
    const genesis = genesisOf(file, founders, asSeconds(Math.floor(Date.now() / 1_000)));
    const at = genesisShape.fault(genesis, "genesis");
    if (at !== undefined) return refused(at, at);
    const wrong = refusedIn(genesis);
    if (wrong !== undefined) return refused(`genesis.commands[${wrong.index}]`, wrong.detail);
    const written = writeBoth(out, genesis, peersOf(genesis, founders));
    if (!written.ok) return written;
    const { tableOf, told } = await import("./coalition-table.ts");
    const table = tableOf(genesis);
    const hash = genesisHashOf(genesis);
    const fingerprint = fingerprintOf(genesis);
    const { network, validators } = genesis;
    const said = words(
      `${out}: the network ${network} with ${validators.length} validators.\n  genesis hash: ${hash}\n  validators:   ${spaced(fingerprint)}\nGive genesis.json and peers.json to all members; each compares the genesis hash before it starts.\n`,
      `${out}:网络 ${network},${validators.length} 个验证者。\n  创世哈希: ${hash}\n  验证者指纹:${spaced(fingerprint)}\n请将 genesis.json 与 peers.json 交给全体成员,各成员启动前须核对创世哈希。\n`,
    );
    const { language } = call.io;
    const json = { network, out, genesisHash: hash, validatorSetHash: fingerprint, coalitions: table };
    return answer(`${said[language]}\n${told(table, language)}`, json);
  },
};

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function writeBoth(out: string, genesis: GenesisDocument, peers: unknown): Result<string, Problem> {
  try {
    mkdirSync(out, { recursive: true });
  } catch (error) {
    return unusable(out, error);
  }
  const file = join(out, "genesis.json");
  // Another document would be another network, and nobody could tell which of the two was compared.
  const before = textOf(file);
  if (before !== undefined && before !== `${canonicalText(genesis)}\n`)
    return problem(
      EXIT.refused,
      "already-made",
      words(`${file} is the genesis document of a network already.`, `${file} 已是某网络的创世文件。`),
      words("Name another folder with --out; nothing was changed.", "请用 --out 指定其他目录;未作任何更改。"),
      { file },
    );
  const written = writeText(file, `${canonicalText(genesis)}\n`);
  if (!written.ok) return written;
  return writeText(join(out, "peers.json"), `${JSON.stringify(peers, undefined, 2)}\n`);
}

function faulty(path: string, faults: readonly NetworkFault[]) {
  const lines = (language: Language): string =>
    faults.map(({ at, happened, next }) => `  ${at}: ${happened[language]} ${next[language]}`).join("\n");
  return problem(
    EXIT.data,
    "network-file",
    words(
      `${path} does not describe a network yet; ${faults.length} to correct:\n${lines("en")}`,
      `${path} 尚不能构成网络,需更正 ${faults.length} 处:\n${lines("zh")}`,
    ),
    words("`meridian network example` prints a file that does.", "`meridian network example` 可打印正确的范例。"),
    { faults },
  );
}

const refused = (at: string, detail: string) =>
  problem(
    EXIT.data,
    "genesis-refused",
    words(
      `The rules of the network refuse what the file describes, at ${at}: ${detail}.`,
      `网络规则拒绝该文件所述内容,位于 ${at}:${detail}。`,
    ),
    words("Correct what it names; nothing was written.", "请更正所指之处;未写入任何文件。"),
    { at },
  );

const example: Verb = {
  usage: "network example",
  says: words("prints a network file with remarks, to be changed", "打印带注释的网络文件范例,供修改"),
  options: { out: OPTIONS.out },
  positionals: [0, 0],
  notes: words(
    "Members whose names begin with // are remarks. The form is described in docs/reference/network-file.schema.json.",
    "以 // 开头的成员是注释。格式见 docs/reference/network-file.schema.json。",
  ),
  run: async (call) => {
    const { exampleOf } = await import("../consortium/network-example.ts");
    const example = exampleOf(call.io.language);
    const text = `${JSON.stringify(example, undefined, 2)}\n`;
    const out = call.text("out");
    if (out === undefined) return answer(text, example);
    const written = writeNewText(out, text);
    return written.ok ? answer(words(`Wrote ${out}.`, `已写入 ${out}。`)[call.io.language], example) : written;
  },
};

export const verbs: ReadonlyMap<string, Verb> = new Map([
  ["example", example],
  ["init", init],
  ["coalitions", coalitions],
  ["open", openVerb],
  ["move", moveVerb],
  ["peers", peersVerb],
  ...acts,
]);
