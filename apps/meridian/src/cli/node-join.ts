import { existsSync } from "node:fs";
import type { OrganisationId } from "@meridian/base/ids";
import { canonicalText } from "@meridian/base/json";
import { ok, type Result } from "@meridian/base/result";
import type { Secret } from "@meridian/base/secret";
import type { StateSync } from "@meridian/consensus-comet/engine/config";
import type { GenesisDocument } from "@meridian/network/genesis";
import type { engineGenesisOf } from "../consortium/move.ts";
import type { Card } from "../consortium/network-file.ts";
import type { PeersFile } from "../consortium/peers.ts";
import type { NodeSettings } from "../consortium/settings.ts";
import { answer, type Call, EXIT, OPTIONS, type Outcome, type Problem, problem, type Verb, words } from "./call.ts";
import { readGenesis, readJson, writeText } from "./files.ts";
import { dataFolderOf, keyProblem, keystoreOf, passphraseOf } from "./keys.ts";
import { alreadyPrepared, cardFileIn, missing, VALIDATOR_KEY } from "./node-init.ts";
import { numberOf } from "./numbers.ts";
import { ORIGIN, originsOf } from "./origins.ts";
import { spaced } from "./verify.ts";

const API_PORT = 8_180;
const RPC_PORT = 26_657;
/** Seven days, as Go writes it: a trusted header must not be older when the node joins. */
const TRUST_PERIOD = "168h0m0s";

export const join: Verb = {
  usage: "node join --genesis FILE --peers FILE --data DIR",
  says: words(
    "makes the node of a folder that `node init --organisation` prepared part of a network",
    "使 `node init --organisation` 准备好的目录加入网络",
  ),
  options: {
    genesis: OPTIONS.genesis,
    peers: { type: "string", value: "FILE", says: words("peers.json of the network", "网络的 peers.json") },
    data: OPTIONS.data,
    port: { type: "string", value: "N", says: words("port of the API (default 8180)", "接口端口(默认 8180)") },
    "rpc-port": {
      type: "string",
      value: "N",
      says: words("port of the engine's RPC, on loopback (default 26657)", "引擎 RPC 端口,仅限本机(默认 26657)"),
    },
    origin: ORIGIN,
    snapshot: {
      type: "string",
      value: "URL,URL,URL",
      says: words(
        "three or more members' APIs, at least two, as https://member/v1/engine: fetches a snapshot instead of all blocks",
        "三个以上(至少两个)成员的接口,如 https://member/v1/engine:获取快照而非全部区块",
      ),
    },
    "trust-height": { type: "string", value: "N", says: words("height of a header you trust", "可信区块头的高度") },
    "trust-hash": {
      type: "string",
      value: "HEX",
      says: words(
        "its hash, which a member read to you from `meridian node status`",
        "该区块头的哈希,由成员从 `meridian node status` 读出告知",
      ),
    },
    "passphrase-file": OPTIONS.passphrase,
  },
  positionals: [0, 0],
  notes: words(
    "Compare the printed hash of the genesis document with another member before you start the node.\nThe engine's copy of the validator key lies in engine/config, for its owner only. Never copy it to a second machine.",
    "启动前请与其他成员核对打印的创世哈希。\n引擎使用的验证者密钥副本位于 engine/config,仅所有者可读,切勿复制到另一台机器。",
  ),
  run: async (call) => {
    const [genesisFile, peersFile] = [call.text("genesis"), call.text("peers")];
    if (genesisFile === undefined) return missing("--genesis");
    if (peersFile === undefined) return missing("--peers");
    const genesis = await readGenesis(genesisFile);
    if (!genesis.ok) return genesis;
    const peers = await readPeers(peersFile, genesis.value);
    if (!peers.ok) return peers;
    return joined(call, genesis.value, peers.value);
  },
};

async function joined(call: Call, genesis: GenesisDocument, { peers, handover }: PeersFile): Promise<Outcome> {
  const folder = dataFolderOf(call);
  const { genesisFileIn } = await import("../evidence/folder.ts");
  if (existsSync(genesisFileIn(folder))) return alreadyPrepared(folder);
  const card = readCard(folder);
  if (!card.ok) return card;
  const [{ ensureNodeKey, nodeIdOfSeed }, { writeEngineHome }, { writeSettings }, { genesisHashOf }] =
    await Promise.all([
      import("../consortium/node-key.ts"),
      import("../consortium/engine-home.ts"),
      import("../consortium/settings.ts"),
      import("@meridian/network/genesis"),
    ]);
  const nodeKeySeed = ensureNodeKey(folder);
  if (nodeKeySeed === undefined) return noCard(folder);
  const own = nodeIdOfSeed(nodeKeySeed);
  const others = peers.filter(({ nodeId }) => nodeId !== own);
  const settings = settingsOf(call, card.value, others);
  if (!settings.ok) return settings;
  const beginning = await beginningOf(genesis, handover, settings.value.stateSync);
  if (!beginning.ok) return beginning;
  const seed = validatorSeed(call);
  if (!seed.ok) return seed;
  const { engine, validators } = beginning.value;
  const written = { ...settings.value, ...(engine && { initialHeight: engine.initialHeight }) };
  const home = { folder, genesis, settings: written, nodeKeySeed, validatorKeySeed: seed.value };
  writeEngineHome({ ...home, ...(engine && { beginning: engine }) });
  writeSettings(folder, written);
  // Last, because it is what says that the folder is prepared.
  const prepared = writeText(genesisFileIn(folder), `${canonicalText(genesis)}\n`);
  if (!prepared.ok) return prepared;
  const hash = genesisHashOf(genesis);
  const { organisation } = written;
  const { publicKey } = card.value.validator;
  const isFounder = validators.some((seat) => seat.organisation === organisation && seat.publicKey === publicKey);
  return answer(said(call, { genesis, hash, organisation, isFounder, peers: written.peers.length }), {
    ...{ folder, network: genesis.network, genesisHash: hash, organisation, nodeId: own, validator: isFounder },
    ...{ peers: written.peers.length, ...(engine && { initialHeight: engine.initialHeight }) },
  });
}

type Joined = {
  readonly genesis: GenesisDocument;
  readonly hash: string;
  readonly organisation: string;
  readonly isFounder: boolean;
  readonly peers: number;
};

function said(call: Call, { genesis, hash, organisation, isFounder, peers }: Joined): string {
  const role = isFounder
    ? words("a validator from the first block on", "自第一个区块起的验证者")
    : words(
        "a node that follows; `meridian network candidate` offers it as a validator",
        "跟随节点;可用 `meridian network candidate` 申请成为验证者",
      );
  return words(
    `The node of ${organisation} is ready for ${genesis.network}, ${role.en}.\n  genesis hash: ${spaced(hash)}\n  peers:        ${peers}\nStart it with \`meridian node start\`.`,
    `${organisation} 的节点已可加入 ${genesis.network},${role.zh}。\n  创世哈希:${spaced(hash)}\n  对等节点:${peers}\n用 \`meridian node start\` 启动。`,
  )[call.io.language];
}

async function readPeers(file: string, genesis: GenesisDocument): Promise<Result<PeersFile, Problem>> {
  const value = readJson(file);
  if (!value.ok) return value;
  const [{ peersShape }, { genesisHashOf }] = await Promise.all([
    import("../consortium/peers.ts"),
    import("@meridian/network/genesis"),
  ]);
  const fault = peersShape.fault(value.value, "peers");
  const peers = value.value as PeersFile;
  if (fault === undefined && peers.genesis === genesisHashOf(genesis))
    return genesis.consortium === undefined && peers.handover === undefined ? notAConsortium(genesis) : ok(peers);
  return problem(
    EXIT.data,
    fault === undefined ? "other-network" : "not-peers",
    fault === undefined
      ? words(`${file} belongs to another genesis document.`, `${file} 属于另一份创世文件。`)
      : words(`${file} is no list of peers: see ${fault}.`, `${file} 不是对等节点列表:见 ${fault}。`),
    words(
      "Take genesis.json and peers.json from one and the same `meridian network init`, or both from one member.",
      "genesis.json 与 peers.json 须出自同一次 `meridian network init`,或同一成员。",
    ),
    { file },
  );
}

const notAConsortium = ({ network }: GenesisDocument) =>
  problem(
    EXIT.refused,
    "not-a-consortium",
    words(
      `${network} began in one process, and the list of peers names no block that handed it over.`,
      `${network} 由单一进程开始排序,对等节点列表未载明移交区块。`,
    ),
    words(
      "If its members have taken over, ask one for the file of `meridian network peers`, or use `meridian network move` on a copy of the old folder. A node that orders alone is prepared with `meridian node init --genesis`.",
      "若成员已接管排序,请向成员索取 `meridian network peers` 写出的文件,或在旧目录副本上执行 `meridian network move`。单独排序的节点用 `meridian node init --genesis` 准备。",
    ),
  );

type Beginning = {
  /** Of a chain that was moved: what its engine began with. */
  readonly engine: ReturnType<typeof engineGenesisOf> | undefined;
  /** Whose keys vote from the engine's first block on. */
  readonly validators: readonly { readonly organisation: string; readonly publicKey: string }[];
};

/** With what the engine begins. Blocks from before a move it has none of, so their state comes with a snapshot. */
async function beginningOf(
  genesis: GenesisDocument,
  handover: PeersFile["handover"],
  stateSync: StateSync | undefined,
): Promise<Result<Beginning, Problem>> {
  if (handover === undefined || genesis.consortium !== undefined)
    return ok({ engine: undefined, validators: genesis.validators });
  const [{ closingIn }, { engineGenesisOf }] = await Promise.all([
    import("../consortium/handover.ts"),
    import("../consortium/move.ts"),
  ]);
  const closing = closingIn(genesis, handover);
  if (closing === undefined)
    return problem(
      EXIT.data,
      "not-the-handover",
      words(
        "The block in peers.json that hands the chain over is not signed by the validators of the genesis document, or announces others than it names.",
        "peers.json 中的移交区块未由创世文件所列验证者签署,或其宣布的集合与所列不符。",
      ),
      words("Take the file from another member.", "请向其他成员索取该文件。"),
    );
  if (stateSync !== undefined && stateSync.trustHeight > closing.height)
    return ok({ engine: engineGenesisOf(genesis, closing), validators: closing.validators });
  return problem(
    EXIT.usage,
    "snapshot-needed",
    words(
      `The members' engine began at block ${closing.height + 1}, so the state before it comes with a snapshot and a header you trust from there on.`,
      `成员的引擎自第 ${closing.height + 1} 个区块起排序,此前的状态须由快照取得,可信区块头亦须在其后。`,
    ),
    words(
      "Give --snapshot, --trust-height and --trust-hash, or use `meridian network move` on a copy of the old folder.",
      "请给出 --snapshot、--trust-height 与 --trust-hash,或在旧目录副本上执行 `meridian network move`。",
    ),
    { initialHeight: closing.height + 1 },
  );
}

function readCard(folder: string): Result<Card, Problem> {
  const card = readJson(cardFileIn(folder));
  return card.ok ? ok(card.value as Card) : noCard(folder);
}

const noCard = (folder: string) =>
  problem(
    EXIT.data,
    "no-card",
    words(`${folder} has no keys and card of a member.`, `${folder} 中没有成员的密钥与名片。`),
    words("Make them first: `meridian node init --organisation`.", "请先运行 `meridian node init --organisation`。"),
    { folder },
  );

function settingsOf(call: Call, { validator }: Card, peers: PeersFile["peers"]): Result<NodeSettings, Problem> {
  const apiPort = numberOf(call, "port", API_PORT, 65_535);
  if (!apiPort.ok) return apiPort;
  const rpcPort = numberOf(call, "rpc-port", RPC_PORT, 65_535);
  if (!rpcPort.ok) return rpcPort;
  const stateSync = stateSyncOf(call);
  if (!stateSync.ok) return stateSync;
  const origins = originsOf(call);
  if (!origins.ok) return origins;
  const [node] = validator.nodes;
  return ok({
    organisation: validator.organisation as OrganisationId,
    p2p: { host: node?.host ?? "127.0.0.1", port: node?.port ?? 26_656 },
    rpcPort: rpcPort.value,
    apiPort: apiPort.value,
    ...(origins.value && { origins: origins.value }),
    peers: peers.map(({ nodeId, host, port }) => ({ nodeId, host, port })),
    ...(stateSync.value && { stateSync: stateSync.value }),
  });
}

function validatorSeed(call: Call): Result<Secret<Uint8Array>, Problem> {
  const passphrase = passphraseOf(call);
  if (!passphrase.ok) return passphrase;
  const seed = keystoreOf(call).open(VALIDATOR_KEY, passphrase.value);
  return seed.ok ? seed : keyProblem(seed.error);
}

function stateSyncOf(call: Call): Result<StateSync | undefined, Problem> {
  const [servers, trustHash] = [call.text("snapshot"), call.text("trust-hash")];
  const height = numberOf(call, "trust-height", undefined);
  if (!height.ok) return height;
  if (servers === undefined && trustHash === undefined && height.value === undefined) return ok(undefined);
  const rpcServers = (servers ?? "").split(",").filter((server) => /^https?:\/\/[^\s,]+$/.test(server));
  if (rpcServers.length >= 2 && height.value !== undefined && /^[0-9A-Fa-f]{64}$/.test(trustHash ?? ""))
    return ok({ rpcServers, trustHeight: height.value, trustHash: trustHash ?? "", trustPeriod: TRUST_PERIOD });
  return problem(
    EXIT.usage,
    "snapshot-incomplete",
    words(
      "A snapshot needs the APIs of at least two members, better three or more, and height and hash of a header that you trust.",
      "快照至少需要两个(最好三个以上)成员的接口地址,以及可信区块头的高度与哈希。",
    ),
    words(
      "Give --snapshot URL,URL,URL --trust-height N --trust-hash HEX, or none of them.",
      "请同时给出 --snapshot URL,URL,URL --trust-height N --trust-hash HEX,或全部省略。",
    ),
  );
}
