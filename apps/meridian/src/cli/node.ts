import { existsSync, mkdirSync } from "node:fs";
import { canonicalText } from "@meridian/base/json";
import { ok, type Result } from "@meridian/base/result";
import type { GenesisDocument } from "@meridian/network/genesis";
import type { Hosted } from "../custody/hosted.ts";
import type { MeridianNode, NodeOptions } from "../node/node.ts";
import {
  answer,
  type Call,
  EXIT,
  OPTIONS,
  type Outcome,
  type Problem,
  printed,
  problem,
  type Verb,
  words,
} from "./call.ts";
import { readGenesis, unusable, writeText } from "./files.ts";
import { dataFolderOf, keyProblem, keystoreOf, passphraseOf } from "./keys.ts";
import { numberOf } from "./numbers.ts";
import { spaced } from "./verify.ts";

const PORT = 8_180;

const init: Verb = {
  usage: "node init --genesis FILE --data DIR",
  says: words("prepares a folder for a node of a network", "为某网络的节点准备数据目录"),
  options: { genesis: OPTIONS.genesis, data: OPTIONS.data },
  positionals: [0, 0],
  notes: words(
    "Compare the hash of the genesis document with other members before you start. Keys of validators go into the folder with `key new`.",
    "启动前请与其他成员核对创世文件的哈希。验证者密钥用 `key new` 放入该目录。",
  ),
  run: async (call) => {
    const given = call.text("genesis");
    if (given === undefined) return missing("--genesis");
    const genesis = await readGenesis(given);
    if (!genesis.ok) return genesis;
    const folder = dataFolderOf(call);
    const { genesisFileIn } = await import("../evidence/folder.ts");
    const file = genesisFileIn(folder);
    if (existsSync(file))
      return problem(
        EXIT.refused,
        "already-prepared",
        words(
          `${folder} belongs to a network already; nothing was changed.`,
          `${folder} 已属于某个网络,未作任何更改。`,
        ),
        words("Choose another folder.", "请选择其他目录。"),
        { folder },
      );
    try {
      mkdirSync(folder, { recursive: true });
    } catch (error) {
      return unusable(folder, error);
    }
    const written = writeText(file, `${canonicalText(genesis.value)}\n`);
    if (!written.ok) return written;
    const { genesisHashOf } = await import("@meridian/network/genesis");
    const { fingerprintOf } = await import("../evidence/trust.ts");
    const hash = genesisHashOf(genesis.value);
    const fingerprint = fingerprintOf(genesis.value);
    const { network, validators } = genesis.value;
    const said = words(
      `${folder} is ready for the network ${network} with ${validators.length} validators.\n  genesis hash: ${hash}\n  validators:   ${spaced(fingerprint)}`,
      `${folder} 已就绪:网络 ${network},${validators.length} 个验证者。\n  创世哈希: ${hash}\n  验证者指纹:${spaced(fingerprint)}`,
    );
    return answer(said[call.io.language], { folder, network, genesisHash: hash, validatorSetHash: fingerprint });
  },
};

const start: Verb = {
  usage: "node start --data DIR",
  says: words("starts the node until it is asked to end", "启动节点,直至收到结束信号"),
  options: {
    data: OPTIONS.data,
    port: { type: "string", value: "N", says: words("port of the API (default 8180)", "接口端口(默认 8180)") },
    host: {
      type: "string",
      value: "HOST",
      says: words("address to listen at (default 127.0.0.1)", "监听地址(默认 127.0.0.1)"),
    },
    "passphrase-file": OPTIONS.passphrase,
  },
  positionals: [0, 0],
  notes: words(
    "Ordering runs in this process, so the folder must hold the keys of all validators of the network.\nIt keeps documents for every organisation whose key is there; their master keys are made at the first start, in `keys/master`. Back them up apart from the documents.",
    "排序在本进程内进行,因此目录须存有网络全部验证者的密钥。\n目录中存有密钥的机构,其文件由本节点保管;主密钥在首次启动时生成于 `keys/master`,请与文件分开备份。",
  ),
  run: async (call) => {
    const folder = dataFolderOf(call);
    const { genesisFileIn } = await import("../evidence/folder.ts");
    const genesis = await readGenesis(genesisFileIn(folder));
    if (!genesis.ok) return genesis;
    const seeds = validatorSeedsIn(call, genesis.value);
    if (!seeds.ok) return seeds;
    const port = numberOf(call, "port", PORT, 65_535);
    if (!port.ok) return port;
    return serve(call, { folder, genesis: genesis.value, validatorSeeds: seeds.value }, port.value);
  },
};

async function serve(call: Call, options: Omit<NodeOptions, "onFailure">, port: number): Promise<Outcome> {
  // The server loads while the ledger opens.
  void import("../http/server.ts");
  const { MeridianNode } = await import("../node/node.ts");
  let failure: Error | undefined;
  const failed = Promise.withResolvers<void>();
  const node = await MeridianNode.open({
    ...options,
    onFailure: (error) => {
      failure = error;
      failed.resolve();
    },
  });
  try {
    const outcome = await servedUntil(
      Promise.race([call.io.ended(), failed.promise]),
      call,
      options.folder,
      node,
      port,
    );
    if (failure !== undefined) throw failure;
    return outcome;
  } finally {
    // A thread that died cannot finish anything; what was committed is on disk.
    if (failure === undefined) await node.stop();
  }
}

/** Opens custody and HTTP on a running node, and closes them again at the end. */
async function servedUntil(
  end: Promise<void>,
  call: Call,
  folder: string,
  node: MeridianNode,
  port: number,
): Promise<Outcome> {
  const { startHttp } = await import("../http/server.ts");
  const hosted = await hostedBy(call, folder, node);
  if (!hosted.ok) return hosted;
  const { custody, custodians = [] } = hosted.value ?? {};
  const host = call.text("host");
  try {
    const server = await listening(port, () =>
      startHttp({ node, port, folder, ...(host !== undefined && { host }), ...(custody && { custody }) }),
    );
    if (!server.ok) return server;
    const { url, close } = server.value;
    call.io.out(upIn(call, { url, height: node.height, custodians }));
    await end;
    await close();
    return printed();
  } finally {
    await custody?.close();
  }
}

type Up = { readonly url: string; readonly height: number; readonly custodians: readonly string[] };

function upIn({ io: { language }, json }: Call, up: Up): string {
  if (json) return `${JSON.stringify(up)}\n`;
  const { url, height, custodians } = up;
  const lines = [words(`${url} at height ${height}`, `${url},当前高度 ${height}`)];
  const ids = custodians.join(", ");
  if (custodians.length > 0) lines.push(words(`keeps documents of: ${ids}`, `保管以下机构的文件:${ids}`));
  return lines.map((line) => `${line[language]}\n`).join("");
}

/** Custody of the organisations whose keys are in the folder. */
async function hostedBy(call: Call, folder: string, node: MeridianNode): Promise<Result<Hosted | undefined, Problem>> {
  const [{ openHosted }, { MasterKeyFiles }] = await Promise.all([
    import("../custody/hosted.ts"),
    import("../keystore/master-keys.ts"),
  ]);
  const passphrase = passphraseOf(call);
  if (!passphrase.ok) return passphrase;
  const keystore = keystoreOf(call);
  const masterKeys = new MasterKeyFiles(keystore);
  const hosted = await openHosted({ folder, node, keystore, masterKeys, passphrase: passphrase.value });
  if (hosted.ok) return hosted;
  if (hosted.error.code !== "master-key-missing") return keyProblem(hosted.error);
  const { code, name } = hosted.error;
  return problem(
    EXIT.data,
    code,
    words(
      `${folder} has documents of ${name}, but not the master key that opens them.`,
      `${folder} 中有 ${name} 的文件,但缺少打开它们的主密钥。`,
    ),
    words(
      `Restore keys/master/${name}.json from its backup; nothing was changed.`,
      `请从备份恢复 keys/master/${name}.json;未作任何更改。`,
    ),
    { organisation: name },
  );
}

async function listening<T>(port: number, listen: () => Promise<T>): Promise<Result<T, Problem>> {
  try {
    return ok(await listen());
  } catch (error) {
    const { code, syscall, message } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE")
      return problem(
        EXIT.unreachable,
        "port-taken",
        words(`Port ${port} is taken.`, `端口 ${port} 已被占用。`),
        words("Give another with --port.", "请用 --port 指定其他端口。"),
        { port },
      );
    if (syscall !== "listen" && syscall !== "getaddrinfo") throw error;
    return problem(
      EXIT.unreachable,
      "cannot-listen",
      words(`This machine does not let it listen there: ${message}.`, `本机不允许在此监听:${message}。`),
      words("Give another --host or --port.", "请更换 --host 或 --port。"),
      { port },
    );
  }
}

/** Seeds of the validators, by their public keys, from the keystore of the folder. */
function validatorSeedsIn(call: Call, { validators }: GenesisDocument): Result<NodeOptions["validatorSeeds"], Problem> {
  const passphrase = passphraseOf(call);
  if (!passphrase.ok) return passphrase;
  const keystore = keystoreOf(call);
  const names = new Map(keystore.list().map(({ publicKey, name }) => [publicKey, name]));
  const absent = validators.filter(({ publicKey }) => !names.has(publicKey));
  if (absent.length > 0)
    return problem(
      EXIT.data,
      "validators-missing",
      words(
        `The folder has keys of ${validators.length - absent.length} of ${validators.length} validators; blocks need all of them here.`,
        `目录中仅有 ${validators.length} 个验证者中 ${validators.length - absent.length} 个的密钥,出块需要全部密钥。`,
      ),
      words(
        `Missing: ${absent.map(({ organisation }) => organisation).join(", ")}. Put their keys into ${keystore.folder}.`,
        `缺少:${absent.map(({ organisation }) => organisation).join("、")}。请将其密钥放入 ${keystore.folder}。`,
      ),
      { missing: absent.map(({ organisation }) => organisation) },
    );
  const seeds: { readonly seed: Uint8Array; readonly power: number }[] = [];
  for (const { publicKey, power } of validators) {
    const seed = keystore.open(names.get(publicKey) ?? "", passphrase.value);
    if (!seed.ok) return keyProblem(seed.error);
    seeds.push({ seed: seed.value.reveal(), power });
  }
  return ok(seeds);
}

const missing = (option: string) =>
  problem(
    EXIT.usage,
    "option-missing",
    words(`${option} is missing.`, `缺少 ${option}。`),
    words("`--help` shows the options.", "用 `--help` 查看选项。"),
  );

const status: Verb = {
  usage: "node status",
  says: words("says where a running node stands", "查看运行中节点的状态"),
  options: { node: OPTIONS.node },
  positionals: [0, 0],
  run: async (call) => (await import("./standing.ts")).standingOf(call),
};

export const verbs: ReadonlyMap<string, Verb> = new Map([
  ["init", init],
  ["start", start],
  ["status", status],
]);
