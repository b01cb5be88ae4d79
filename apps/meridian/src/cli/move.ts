import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { toHex } from "@meridian/base/bytes";
import type { OrganisationId } from "@meridian/base/ids";
import { ok, type Result } from "@meridian/base/result";
import { publicKeyOf } from "@meridian/crypto/ed25519";
import type { MoveFault } from "../consortium/move.ts";
import type { Card } from "../consortium/network-file.ts";
import type { NodeSettings } from "../consortium/settings.ts";
import type { FolderLedger } from "../evidence/folder.ts";
import { Keystore } from "../keystore/keystore.ts";
import {
  answer,
  type Call,
  EXIT,
  OPTIONS,
  type Outcome,
  type Problem,
  problem,
  type Verb,
  type Words,
  words,
} from "./call.ts";
import { readCard, readCards, seatedCards, seatOf } from "./cards.ts";
import { unusable } from "./files.ts";
import { openFolder } from "./folders.ts";
import { keyProblem, passphraseOf } from "./keys.ts";
import { alreadyPrepared, cardFileIn, missing } from "./node-init.ts";
import { numberOf } from "./numbers.ts";
import { ORIGIN, originsOf } from "./origins.ts";
import { Progress } from "./progress.ts";
import { validatorKeyName } from "./validator-keys.ts";
import { spaced } from "./verify.ts";

const API_PORT = 8_180;
const RPC_PORT = 26_657;

/** Registered as `network move`. */
export const moveVerb: Verb = {
  usage: "network move --data OLD --out DIR --card FILE",
  says: words(
    "goes on under CometBFT with a chain that one process has ended: makes this member's node",
    "将已由单一进程结束的链转由 CometBFT 继续:生成本成员的节点目录",
  ),
  options: {
    data: {
      type: "string",
      value: "OLD",
      says: words("folder of the node that ordered alone, or a copy of it", "原单机排序节点的数据目录,或其副本"),
    },
    out: {
      type: "string",
      value: "DIR",
      says: words("folder that `node init --organisation` prepared", "由 `node init --organisation` 准备好的目录"),
    },
    card: {
      type: "string",
      multiple: true,
      value: "FILE",
      says: words(
        "card.json of every other member that has a seat, once for each",
        "其他每个拥有席位的成员的 card.json,每个成员一次",
      ),
    },
    genesis: OPTIONS.genesis,
    port: { type: "string", value: "N", says: words("port of the API (default 8180)", "接口端口(默认 8180)") },
    origin: ORIGIN,
    "rpc-port": {
      type: "string",
      value: "N",
      says: words("port of the engine's RPC, on loopback (default 26657)", "引擎 RPC 端口,仅限本机(默认 26657)"),
    },
    unchecked: {
      type: "boolean",
      says: words("do not execute the old ledger again first", "不重新执行原账本(不建议)"),
    },
    "passphrase-file": OPTIONS.passphrase,
  },
  positionals: [0, 0],
  notes: words(
    "The members open their validator set by vote (`validator/open`); the old node then makes a last block and refuses everything else.\nEvery member runs this on a copy of OLD and compares what is printed with the others before starting. OLD is only read; keep it.",
    "各成员先表决开启验证者集合(`validator/open`);原节点随即产生最后一个区块并拒绝其后一切交易。\n每个成员在 OLD 的副本上运行本命令,启动前与其他成员核对打印内容。OLD 仅被读取,请妥善保存。",
  ),
  run: async (call) => {
    const [old, out] = [call.text("data"), call.text("out")];
    if (old === undefined) return missing("--data");
    if (out === undefined) return missing("--out");
    const { genesisFileIn } = await import("../evidence/folder.ts");
    if (existsSync(genesisFileIn(out)) || resolve(old) === resolve(out)) return alreadyPrepared(out);
    const opened = await openFolder(call, old);
    if (!opened.ok) return opened;
    try {
      const held = call.flag("unchecked") ? ok(undefined) : await checked(call, opened.value);
      return held.ok ? await moved(call, opened.value, old, out) : held;
    } finally {
      opened.value.close();
    }
  },
};

/** A chain that somebody else ordered is believed only after it has been executed again. */
async function checked({ io }: Call, ledger: FolderLedger): Promise<Result<undefined, Problem>> {
  const { checkLedger } = await import("../evidence/chain.ts");
  const { rulesOf } = await import("@meridian/network/rules");
  const progress = new Progress(io, ledger.history.height);
  const checking = checkLedger(rulesOf(ledger.genesis), ledger.store, ledger.genesis, ledger.seals);
  for (let step = checking.next(); ; step = checking.next()) {
    if (step.done !== true) {
      progress.at(step.value);
      continue;
    }
    progress.end();
    if (step.value === undefined) return ok(undefined);
    const { height, what } = step.value;
    return problem(
      EXIT.refused,
      "ledger-does-not-hold",
      words(
        `Block ${height} of the old ledger does not hold (${what}). Nothing was written.`,
        `原账本第 ${height} 个区块核验未通过(${what})。未写出任何文件。`,
      ),
      words(
        "Take another copy of the folder from whoever ordered, and compare it with the other members'.",
        "请向原排序方重新索取目录副本,并与其他成员的副本比对。",
      ),
      step.value,
    );
  }
}

async function moved(call: Call, ledger: FolderLedger, old: string, out: string): Promise<Outcome> {
  const { closingOf, engineGenesisOf, prepareMove } = await import("../consortium/move.ts");
  const { ensureNodeKey, nodeIdOfSeed } = await import("../consortium/node-key.ts");
  const { textOfTime } = await import("@meridian/proof/comet/time");
  const closing = await closingOf(ledger);
  if (!closing.ok) return moveProblem(closing.error);
  const own = readCard(cardFileIn(out));
  if (!own.ok) return own;
  const { validators: seats } = closing.value;
  const carded = seatOf(own.value.validator, seats);
  if (!carded.ok) return carded;
  const given = readCards(call.texts("card"));
  if (!given.ok) return given;
  const others = seatedCards(own.value.validator.organisation, given.value, seats);
  if (!others.ok) return others;
  const nodeKeySeed = ensureNodeKey(out);
  if (nodeKeySeed === undefined) return unusable(out, new Error("engine/config/node_key.json"));
  const settings = settingsOf(call, own.value, others.value, nodeIdOfSeed(nodeKeySeed));
  if (!settings.ok) return settings;
  const passphrase = passphraseOf(call);
  if (!passphrase.ok) return passphrase;
  const keystore = new Keystore(out);
  const seed = keystore.open(validatorKeyName(keystore), passphrase.value);
  if (!seed.ok) return keyProblem(seed.error);
  const publicKey = toHex(publicKeyOf(seed.value.reveal()));
  const validator = seatOf({ organisation: own.value.validator.organisation, publicKey }, seats);
  if (!validator.ok) return validator;
  const { genesis } = ledger;
  const from = { folder: old, genesis, closing: closing.value };
  const written = await prepareMove({
    from,
    to: out,
    settings: settings.value,
    nodeKeySeed,
    validatorKeySeed: seed.value,
  });
  const { height, hash, fingerprint, validators } = closing.value;
  const report = {
    ...{ folder: out, network: genesis.network, organisation: written.organisation, validator: validator.value },
    ...{ lastHeight: height, lastHash: hash, initialHeight: written.initialHeight, validatorSetHash: fingerprint },
    genesisTime: textOfTime(engineGenesisOf(genesis, closing.value).genesisTime),
    validators: validators.map(({ organisation }) => organisation),
    peers: written.peers.length,
  };
  return answer(said(call, report), report);
}

type Moved = {
  readonly folder: string;
  readonly network: string;
  readonly organisation: string;
  readonly validator: boolean;
  readonly lastHeight: number;
  readonly lastHash: string;
  readonly validatorSetHash: string;
  readonly genesisTime: string;
  readonly validators: readonly string[];
  readonly peers: number;
};

function said(call: Call, moved: Moved): string {
  const { folder, network, organisation, validator, lastHeight, lastHash, validatorSetHash, peers } = moved;
  const names = moved.validators.join(", ");
  const role = validator ? words("as a validator", "为验证者") : words("without a vote", "无投票权");
  return words(
    `${folder} goes on with ${network} from block ${lastHeight + 1}: the node of ${organisation}, ${role.en}.\n  last block:   ${lastHeight} ${spaced(lastHash)}\n  validators:   ${spaced(validatorSetHash)}\n                ${names}\n  genesis time: ${moved.genesisTime}\n  peers:        ${peers}\nCompare these lines with the other members, then \`meridian node start --data ${folder}\`.`,
    `${folder} 自第 ${lastHeight + 1} 个区块起延续 ${network}:${organisation} 的节点,${role.zh}。\n  最后区块:  ${lastHeight} ${spaced(lastHash)}\n  验证者指纹:${spaced(validatorSetHash)}\n             ${names}\n  起始时间:  ${moved.genesisTime}\n  对等节点:  ${peers}\n请与其他成员核对以上各行,再运行 \`meridian node start --data ${folder}\`。`,
  )[call.io.language];
}

function settingsOf(
  call: Call,
  card: Card,
  others: readonly Card[],
  ownId: string,
): Result<Omit<NodeSettings, "initialHeight">, Problem> {
  const apiPort = numberOf(call, "port", API_PORT, 65_535);
  if (!apiPort.ok) return apiPort;
  const rpcPort = numberOf(call, "rpc-port", RPC_PORT, 65_535);
  if (!rpcPort.ok) return rpcPort;
  const origins = originsOf(call);
  if (!origins.ok) return origins;
  const peers = others
    .flatMap(({ validator }) => validator.nodes)
    .filter(({ id }) => id !== ownId)
    .map(({ id, host, port }) => ({ nodeId: id, host, port }));
  const [node] = card.validator.nodes;
  return ok({
    organisation: card.validator.organisation as OrganisationId,
    p2p: { host: node?.host ?? "127.0.0.1", port: node?.port ?? 26_656 },
    rpcPort: rpcPort.value,
    apiPort: apiPort.value,
    ...(origins.value && { origins: origins.value }),
    peers,
  });
}

const FAULTS: { readonly [code in MoveFault["code"]]: readonly [happened: Words, next: Words] } = {
  "moved-already": [
    words("CometBFT orders this chain already.", "该链已由 CometBFT 排序。"),
    words(
      "Give the folder of the node that ordered alone; a member that joins later takes it too.",
      "请指定原单机排序节点的目录;之后加入的成员同样使用它。",
    ),
  ],
  "set-not-open": [
    words("The members have not opened a validator set.", "成员尚未开启验证者集合。"),
    words(
      "Propose `validator/open` under the subject `consortium` and vote; see docs/moving-to-cometbft.md.",
      "请以 `consortium` 为议题提议 `validator/open` 并表决,见 docs/moving-to-cometbft.md。",
    ),
  ],
  "no-last-block": [
    words(
      "The set is open, but the node that ordered has not made its last block.",
      "集合已开启,但原排序节点尚未产生最后一个区块。",
    ),
    words("Start that node once more; it makes the block at once.", "请再次启动该节点,它会立即产生该区块。"),
  ],
  "other-validators": [
    words(
      "The last block is signed by others than the genesis document names.",
      "最后区块的签署者与创世文件所列不符。",
    ),
    words("Name the right genesis document with --genesis.", "请用 --genesis 指定正确的创世文件。"),
  ],
};

function moveProblem(fault: MoveFault): Result<never, Problem> {
  const [happened, next] = FAULTS[fault.code];
  return problem(EXIT.refused, fault.code, happened, next, fault);
}
