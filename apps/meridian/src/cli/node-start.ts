import { ok, type Result } from "@meridian/base/result";
import type { Log } from "@meridian/consensus-comet/ports";
import type { Explanation } from "@meridian/kernel/explanation";
import { EngineFailed } from "../consortium/engine-failed.ts";
import { refreshEngineHome } from "../consortium/engine-home.ts";
import { keepHeapsLow } from "../consortium/heaps.ts";
import { writePidFile } from "../consortium/pid-file.ts";
import type { Hosted } from "../custody/hosted.ts";
import type { DeskOptions } from "../desk/desk.ts";
import type { MeridianNode, NodeOptions } from "../node/node.ts";
import { type Call, EXIT, OPTIONS, type Outcome, type Problem, printed, problem, type Verb, words } from "./call.ts";
import { readGenesis } from "./files.ts";
import { dataFolderOf, keyProblem, keystoreOf, passphraseOf } from "./keys.ts";
import { numberOf } from "./numbers.ts";
import { type Ordering, orderingIn } from "./ordering.ts";
import { ORIGIN, originsOf } from "./origins.ts";

const PORT = 8_180;

export const start: Verb = {
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
    origin: ORIGIN,
    "passphrase-file": OPTIONS.passphrase,
  },
  positionals: [0, 0],
  notes: words(
    "Where the network has no consortium, ordering runs in this process, so the folder must hold the keys of all its validators.\nOtherwise the node runs CometBFT beside it, prepared by `node join`.\nIt keeps documents for every institution whose key is there; their master keys are made at the first start, in `keys/master`. Back them up apart from the documents.",
    "若网络未组成联盟,排序在本进程内进行,目录须存有全部验证者的密钥;否则本节点另行运行 CometBFT,由 `node join` 准备。\n目录中存有密钥的机构,其文件由本节点保管;主密钥在首次启动时生成于 `keys/master`,请与文件分开备份。",
  ),
  run: async (call) => {
    const folder = dataFolderOf(call);
    const { genesisFileIn } = await import("../evidence/folder.ts");
    const genesis = await readGenesis(genesisFileIn(folder));
    if (!genesis.ok) return genesis;
    const ordering = orderingIn(call, folder, genesis.value);
    if (!ordering.ok) return ordering;
    const settings = "consortium" in ordering.value ? ordering.value.consortium.settings : undefined;
    const port = numberOf(call, "port", settings?.apiPort ?? PORT, 65_535);
    if (!port.ok) return port;
    const origins = originsOf(call, settings?.origins);
    if (!origins.ok) return origins;
    const at = { port: port.value, ...(origins.value && { origins: origins.value }) };
    return serve(call, { folder, genesis: genesis.value, ...ordering.value }, at);
  },
};

type Opening = Pick<NodeOptions, "folder" | "genesis"> & Ordering;

type At = { readonly port: number; readonly origins?: readonly string[] };

async function serve(call: Call, options: Opening, at: At): Promise<Outcome> {
  // The server loads while the ledger opens.
  void import("../http/server.ts");
  const { MeridianNode } = await import("../node/node.ts");
  const { folder } = options;
  if ("consortium" in options) keepHeapsLow();
  // What comes after the first is a consequence.
  const failures: Error[] = [];
  const failed = Promise.withResolvers<void>();
  const onFailure = (error: Error): void => {
    failures.push(error);
    failed.resolve();
  };
  const forget = writePidFile(folder);
  try {
    if ("consortium" in options) refreshEngineHome(folder, options.consortium.settings);
    const node = await MeridianNode.open({ ...options, log: logTo(call.io.err), onFailure });
    try {
      const end = Promise.race([call.io.ended(), failed.promise]);
      const outcome = await servedUntil(end, call, { folder, node, ...at });
      if (failures.length === 0) return outcome;
    } finally {
      if (failures.length === 0) await node.stop();
      // What has failed may never end, nor well: what was committed is on disk.
      else await Promise.race([node.stop().catch(() => undefined), patience()]);
    }
    throw failures[0];
  } catch (error) {
    const first = failures[0] ?? error;
    if (isForGood(first)) return stoppedBy(first);
    throw first;
  } finally {
    forget();
  }
}

const STOP_MILLISECONDS = 20_000;
const patience = (): Promise<void> => new Promise((later) => setTimeout(later, STOP_MILLISECONDS).unref());

/** Ended by something that a person must look at, said in both languages. */
type StoppedForGood = Error & { readonly words: Explanation };
const isForGood = (error: unknown): error is StoppedForGood => error instanceof Error && "words" in error;

/** The engine's failures are one error with a code each; of others the name is the code. */
const stoppedBy = (error: StoppedForGood): Outcome => {
  const { en, zh } = error.words;
  const [code, data] =
    error instanceof EngineFailed ? [error.failure.code, error.failure] : [codeOf(error.name), undefined];
  return problem(EXIT.data, code, words(en.happened, zh.happened), words(en.next, zh.next), data);
};

const codeOf = (name: string): string => name.replace(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();

/** One JSON object a line, as the log of requests is. */
const logTo =
  (write: (text: string) => void): Log =>
  (level, message, data) =>
    write(`${JSON.stringify({ level, time: new Date().toISOString(), message, ...data })}\n`);

/** Opens custody and HTTP on a running node, and closes them again at the end. */
async function servedUntil(
  end: Promise<void>,
  call: Call,
  given: At & { readonly folder: string; readonly node: MeridianNode },
): Promise<Outcome> {
  const { folder, node, port } = given;
  const { startHttp } = await import("../http/server.ts");
  const hosted = await hostedBy(call, folder, node);
  if (!hosted.ok) return hosted;
  const { custody, custodians = [] } = hosted.value ?? {};
  const host = call.text("host");
  const at = { ...given, ...(host !== undefined && { host }) };
  try {
    const desk = await deskOf(call, folder);
    if (!desk.ok) return desk;
    const server = await listening(port, () => startHttp({ ...at, ...(custody && { custody }), desk: desk.value }));
    if (!server.ok) return server;
    const { url, origins, close } = server.value;
    call.io.out(upIn(call, { url, height: node.height, custodians, origins }));
    await end;
    await close();
    return printed();
  } finally {
    await custody?.close();
  }
}

type Up = {
  readonly url: string;
  readonly height: number;
  readonly custodians: readonly string[];
  readonly origins: readonly string[];
};

function upIn({ io: { language }, json }: Call, up: Up): string {
  if (json) return `${JSON.stringify(up)}\n`;
  const { url, height, custodians, origins } = up;
  const lines = [words(`${url} at height ${height}`, `${url},当前高度 ${height}`)];
  const ids = custodians.join(", ");
  if (custodians.length > 0) lines.push(words(`keeps documents of: ${ids}`, `保管以下机构的文件:${ids}`));
  const pages = origins.join(", ");
  lines.push(words(`people sign in with their own keys at: ${pages}`, `可用本人密钥登录的页面地址:${pages}`));
  return lines.map((line) => `${line[language]}\n`).join("");
}

/** What the desk offers: keys of the folder's keystore, or an invented region's where the folder says that it is one. */
async function deskOf(call: Call, folder: string): Promise<Result<DeskOptions, Problem>> {
  const { readDemonstration } = await import("../desk/demonstration-file.ts");
  const invented = readDemonstration(folder);
  if (invented !== undefined) {
    const [{ generateRegion }, { demonstrationDesk }] = await Promise.all([
      import("@meridian/region/generator/region"),
      import("../desk/demonstration.ts"),
    ]);
    const { seed, hosted, neighbours = [], ...options } = invented;
    const beside = new Map(neighbours.map(({ organisation, url }) => [organisation, url]));
    return ok(demonstrationDesk(generateRegion(seed, options), folder, hosted, beside));
  }
  const passphrase = passphraseOf(call);
  if (!passphrase.ok) return passphrase;
  const { namesIn } = await import("../desk/names.ts");
  const opens = passphrase.value && { passphrase: passphrase.value };
  return ok({ keys: keystoreOf(call), names: namesIn(folder), ...opens });
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
