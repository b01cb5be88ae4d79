import { canonicalText } from "@meridian/base/json";
import { answer, type Call, fileAnswer, OPTIONS, type Outcome, type Verb, words } from "./call.ts";
import { readGenesis, writeText } from "./files.ts";
import { openFolder } from "./folders.ts";
import { spaced, TRUST_FORMAT, type TrustFile } from "./verify.ts";

export const trustVerb: Verb = {
  usage: "evidence trust (--genesis FILE | --data DIR)",
  says: words("writes what a reader of evidence files needs to know of the network", "导出证据读者所需的网络信任文件"),
  options: { genesis: OPTIONS.genesis, data: OPTIONS.data, out: OPTIONS.out },
  positionals: [0, 0],
  notes: words(
    "With --data it also has the validator sets that came later, their institutions' names and which of them are courts.",
    "使用 --data 时,还包括其后的各届验证者集合、各机构名称,以及其中哪些是法院。",
  ),
  run: async (call) => {
    const folder = call.text("data");
    if (folder !== undefined) return trustOfFolder(call, folder);
    const genesis = await readGenesis(call.text("genesis") ?? "genesis.json");
    if (!genesis.ok) return genesis;
    const { fingerprintOf, validatorKindsOf, validatorNamesOf } = await import("@meridian/network/trust");
    const { network, relyingParty } = genesis.value;
    const trust: TrustFile = {
      format: TRUST_FORMAT,
      network,
      validatorSetHash: [fingerprintOf(genesis.value)],
      organisations: validatorNamesOf(genesis.value),
      kinds: validatorKindsOf(genesis.value),
      relyingParty,
    };
    return trustWritten(call, trust);
  },
};

async function trustOfFolder(call: Call, folder: string): Promise<Outcome> {
  const opened = await openFolder(call, folder);
  if (!opened.ok) return opened;
  const ledger = opened.value;
  try {
    const { setsOf } = await import("../evidence/sets.ts");
    const { fingerprints, institutions } = await setsOf(ledger);
    const each = [...institutions];
    const { network, relyingParty } = ledger.genesis;
    return trustWritten(call, {
      ...{ format: TRUST_FORMAT, network, relyingParty, validatorSetHash: fingerprints },
      organisations: Object.fromEntries(each.map(([address, { name }]) => [address, name])),
      kinds: Object.fromEntries(each.flatMap(([address, { kind }]) => (kind === undefined ? [] : [[address, kind]]))),
    });
  } finally {
    ledger.close();
  }
}

function trustWritten(call: Call, trust: TrustFile): Outcome {
  const text = canonicalText(trust);
  const out = call.text("out");
  if (out === undefined) return fileAnswer(text, trust);
  const file = writeText(out, `${text}\n`);
  const lines = [out, ...trust.validatorSetHash.map((fingerprint) => `  ${spaced(fingerprint)}`)];
  return file.ok ? answer(lines.join("\n"), { file: out, ...trust }) : file;
}
