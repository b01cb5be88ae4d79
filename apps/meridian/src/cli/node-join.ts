import { existsSync } from "node:fs";
import { toHex } from "@meridian/base/bytes";
import type { OrganisationId } from "@meridian/base/ids";
import { canonicalText } from "@meridian/base/json";
import { err, ok, type Result } from "@meridian/base/result";
import type { Secret } from "@meridian/base/secret";
import { publicKeyOf } from "@meridian/crypto/ed25519";
import type { GenesisDocument } from "@meridian/network/genesis";
import type { Card } from "../consortium/network-file.ts";
import type { PeersFile } from "../consortium/peers.ts";
import type { NodeSettings } from "../consortium/settings.ts";
import { answer, type Call, EXIT, OPTIONS, type Outcome, type Problem, problem, type Verb, words } from "./call.ts";
import { readCard, seatOf } from "./cards.ts";
import { readGenesis, readJson, writeText } from "./files.ts";
import { dataFolderOf, keyProblem, keystoreOf, passphraseOf } from "./keys.ts";
import { alreadyPrepared, cardFileIn, missing } from "./node-init.ts";
import { beginningOf, stateSyncOf } from "./node-join-beginning.ts";
import { settingsIn } from "./node-json.ts";
import { numberOf } from "./numbers.ts";
import { ORIGIN, originsOf } from "./origins.ts";
import { validatorKeyName } from "./validator-keys.ts";
import { spaced } from "./verify.ts";

const API_PORT = 8_180;
const RPC_PORT = 26_657;

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
    "new-key": {
      type: "boolean",
      says: words(
        "this member's first validator key is lost or spent: the node follows without a vote",
        "本成员最初的验证者密钥已丢失或作废:节点跟随,无投票权",
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
  if (await belongsElsewhere(folder, genesis)) return alreadyPrepared(folder);
  if (!existsSync(cardFileIn(folder))) return noCard(folder);
  const card = readCard(cardFileIn(folder));
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
  const mine = { organisation: settings.value.organisation, publicKey: toHex(publicKeyOf(seed.value.reveal())) };
  const seated = roleOf(call, mine, beginning.value.validators);
  if (!seated.ok) return seated;
  const { engine } = beginning.value;
  const written = { ...settings.value, ...(engine && { initialHeight: engine.initialHeight }) };
  const home = { folder, genesis, settings: written, nodeKeySeed, validatorKeySeed: seed.value };
  writeEngineHome({ ...home, ...(engine && { beginning: engine }) });
  writeSettings(folder, written);
  // Last, because it is what says that the folder is prepared.
  const prepared = writeText(genesisFileIn(folder), `${canonicalText(genesis)}\n`);
  if (!prepared.ok) return prepared;
  const hash = genesisHashOf(genesis);
  const { organisation } = written;
  const isFounder = seated.value;
  return answer(said(call, { folder, genesis, hash, organisation, isFounder, peers: written.peers.length }), {
    ...{ folder, network: genesis.network, genesisHash: hash, organisation, nodeId: own, validator: isFounder },
    ...{ peers: written.peers.length, ...(engine && { initialHeight: engine.initialHeight }) },
  });
}

type Joined = {
  readonly folder: string;
  readonly genesis: GenesisDocument;
  readonly hash: string;
  readonly organisation: string;
  readonly isFounder: boolean;
  readonly peers: number;
};

function said(call: Call, { folder, genesis, hash, organisation, isFounder, peers }: Joined): string {
  const role = isFounder
    ? words("a validator from the first block on", "自第一个区块起的验证者")
    : call.flag("new-key")
      ? words(
          "a node that follows; `meridian network rotate-key` puts a new key into this member's seat, while it has one",
          "跟随节点;若本成员仍有席位,可用 `meridian network rotate-key` 换入新密钥",
        )
      : words(
          "a node that follows; `meridian network candidate` offers it as a validator, `meridian network rotate-key` gives its key the seat that the member has",
          "跟随节点;可用 `meridian network candidate` 申请成为验证者,若本成员已有席位则用 `meridian network rotate-key` 由其密钥接任",
        );
  return words(
    `The node of ${organisation} is ready for ${genesis.network}, ${role.en}.\n  genesis hash: ${spaced(hash)}\n  peers:        ${peers}\nStart it with \`meridian node start --data ${folder}\`.`,
    `${organisation} 的节点已可加入 ${genesis.network},${role.zh}。\n  创世哈希:${spaced(hash)}\n  对等节点:${peers}\n用 \`meridian node start --data ${folder}\` 启动。`,
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

/**
 * Whether the folder is a node's already. One that holds this very genesis document and nothing else of a node is where
 * `network init` wrote it, or where a join was broken off.
 */
async function belongsElsewhere(folder: string, genesis: GenesisDocument): Promise<boolean> {
  const [{ genesisFileIn, hasLedger }, settings] = await Promise.all([
    import("../evidence/folder.ts"),
    settingsIn(folder),
  ]);
  const file = genesisFileIn(folder);
  if (!existsSync(file)) return false;
  if (!settings.ok || settings.value !== undefined || hasLedger(folder)) return true;
  const there = await readGenesis(file);
  return !there.ok || canonicalText(there.value) !== canonicalText(genesis);
}

/**
 * A founder that made new keys after it had sent its card would follow without a vote; two of four, and no first block
 * ever comes. In a network that runs the old key may be lost, which its operator must say.
 */
function roleOf(call: Call, ...[own, seats]: Parameters<typeof seatOf>): Result<boolean, Problem> {
  const seated = seatOf(own, seats);
  if (seated.ok) return seated;
  return call.flag("new-key") ? ok(false) : err({ ...seated.error, next: NEW_KEY });
}

const NEW_KEY = words(
  "Use the folder whose card.json went into the network. If that is gone and no block was made yet, the founders must make a new genesis document; if the network runs, join with --new-key: the node follows, and `meridian network rotate-key` puts a new key into the seat.",
  "请使用其 card.json 已写入网络的目录。若该目录已丢失且尚无区块,须由创始成员重新生成创世文件;若网络已在运行,请加 --new-key 加入:节点先跟随,再用 `meridian network rotate-key` 将新密钥换入席位。",
);

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
  const keystore = keystoreOf(call);
  const seed = keystore.open(validatorKeyName(keystore), passphrase.value);
  return seed.ok ? seed : keyProblem(seed.error);
}
