import { randomBytes } from "node:crypto";
import { textOf, toHex, utf8 } from "@meridian/base/bytes";
import { asHeight, type NetworkId, type TransactionId } from "@meridian/base/ids";
import { canonicalBytes, parseCanonical, parseJson } from "@meridian/base/json";
import { PAYLOAD_BYTES_MAX, SIGNATURES_MAX, VALIDITY_HEIGHTS_MAX } from "@meridian/base/limits";
import { ok, type Result } from "@meridian/base/result";
import { fits, list, object, text } from "@meridian/base/shape";
import { ed25519Signer } from "@meridian/client/signer";
import { publicKeyShape } from "@meridian/crypto/key-id";
import { type SigningKey, signersDigestOf } from "@meridian/kernel/signers";
import {
  type CodedRejection,
  type Command,
  type Payload,
  payloadShape,
  type Receipt,
  type SignedTransaction,
  signatureShape,
  signedTransactionShape,
} from "@meridian/kernel/transaction";
import { transactionIdOf } from "@meridian/ledger/decode";
import {
  answer,
  type Call,
  EXIT,
  fileAnswer,
  OPTIONS,
  type OptionSpec,
  type Outcome,
  type Problem,
  problem,
  type Verb,
  words,
} from "./call.ts";
import { readJson, readText, writeText } from "./files.ts";
import { openFolder } from "./folders.ts";
import { keyProblem, keystoreOf, passphraseOf } from "./keys.ts";
import { numberOf } from "./numbers.ts";
import { throughNode } from "./through-node.ts";

/** Half of what the network allows, so that slow signers still have time. */
const VALIDITY_HEIGHTS = Math.floor(VALIDITY_HEIGHTS_MAX / 2);
const WAIT_SECONDS = 20;
/** As long as a node keeps a request waiting. */
const WAIT_SECONDS_MAX = 30;

const keyOption: OptionSpec = { type: "string", value: "NAME", says: words("key to sign with", "签名所用密钥") };

const build: Verb = {
  usage: "tx build FILE",
  says: words("writes the commands in a JSON file as the payload to be signed", "将 JSON 文件中的命令写成待签名载荷"),
  options: {
    network: {
      type: "string",
      value: "ID",
      says: words("network (default: asked of the node)", "网络(默认向节点查询)"),
    },
    "valid-until": {
      type: "string",
      value: "HEIGHT",
      says: words("last height at which it may commit", "可提交的最后高度"),
    },
    nonce: { type: "string", value: "HEX", says: words("16 bytes (default: random)", "16 字节(默认随机)") },
    signer: {
      type: "string",
      value: "KEY",
      multiple: true,
      says: words(
        "who will sign, once for each, in their order: a key of the folder, or ed25519:HEX, webauthn-p256:HEX",
        "将由谁签名,按签名顺序多次给出:目录中的密钥名,或 ed25519:十六进制、webauthn-p256:十六进制",
      ),
    },
    data: OPTIONS.data,
    node: OPTIONS.node,
    out: OPTIONS.out,
  },
  positionals: [1, 1],
  notes: words(
    'FILE holds one command, or a list of them: {"domain": ..., "type": ..., ...}. Their form is checked here. Name all who ' +
      "will sign with --signer: then nobody else can use up the transaction by signing it too.",
    'FILE 为一条命令或命令列表:{"domain": ..., "type": ..., ...}。命令格式在此检查。请用 --signer 列出全部签名者:' +
      "这样他人无法抢先签名而使该交易作废。",
  ),
  run: async (call) => {
    const given = readJson(call.positionals[0] ?? "");
    if (!given.ok) return given;
    const commands = (Array.isArray(given.value) ? given.value : [given.value]) as readonly Command[];
    const standing = await standingFor(call);
    if (!standing.ok) return standing;
    const named = signersNamed(call);
    if (!named.ok) return named;
    const nonce = call.text("nonce") ?? toHex(new Uint8Array(randomBytes(16)));
    const payload: Payload = { ...standing.value, commands, nonce, ...named.value };
    const fault = payloadShape.fault(payload, "payload") ?? (await commandFault(commands));
    if (fault !== undefined) return malformed(call.positionals[0] ?? "", fault);
    const written = textOf(canonicalBytes(payload)) ?? "";
    return put(call, written, { id: transactionIdOf(utf8(written)), payload });
  },
};

function signersNamed(call: Call): Result<Pick<Payload, "signers">, Problem> {
  const keys: SigningKey[] = [];
  for (const name of call.texts("signer")) {
    const at = name.indexOf(":");
    const written = { kind: name.slice(0, at), publicKey: name.slice(at + 1) };
    if (fits(publicKeyShape, written)) keys.push(written);
    else {
      const kept = keystoreOf(call).show(name);
      if (!kept.ok) return keyProblem(kept.error);
      keys.push({ kind: "ed25519", publicKey: kept.value.publicKey });
    }
  }
  return ok(keys.length === 0 ? {} : { signers: signersDigestOf(keys) });
}

async function standingFor(call: Call): Promise<Result<Pick<Payload, "network" | "validUntil">, Problem>> {
  const network = call.text("network");
  const until = numberOf(call, "valid-until", undefined);
  if (!until.ok) return until;
  if (network !== undefined && until.value !== undefined)
    return ok({ network: network as NetworkId, validUntil: asHeight(until.value) });
  return throughNode(call, async (transport) => {
    const standing = await transport.standing();
    const validUntil = asHeight(until.value ?? standing.height + VALIDITY_HEIGHTS);
    return ok({ network: (network as NetworkId | undefined) ?? standing.network, validUntil });
  });
}

/** Where a command departs from its domain's shape. */
async function commandFault(commands: readonly Command[]): Promise<string | undefined> {
  const { contracts } = await import("@meridian/network/domains");
  for (const [i, command] of commands.entries()) {
    const contract = contracts.get(command.domain);
    const fault = contract === undefined ? `commands[${i}].domain` : contract.command.fault(command, `commands[${i}]`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

const sign: Verb = {
  usage: "tx sign FILE --key NAME",
  says: words("adds a signature to a payload or to a transaction", "为载荷或交易添加签名"),
  options: { key: keyOption, data: OPTIONS.data, "passphrase-file": OPTIONS.passphrase, out: OPTIONS.out },
  positionals: [1, 1],
  notes: words(
    "The bytes that are signed are exactly those of the payload; read them before you sign.",
    "签名对象即载荷原文,请在签名前阅读。",
  ),
  run: async (call) => {
    const [file = ""] = call.positionals;
    const unsigned = readTransaction(file);
    if (!unsigned.ok) return unsigned;
    const passphrase = passphraseOf(call);
    if (!passphrase.ok) return passphrase;
    const seed = keystoreOf(call).open(call.text("key") ?? "", passphrase.value);
    if (!seed.ok) return keyProblem(seed.error);
    const { payload, signatures } = unsigned.value;
    const signature = await ed25519Signer(seed.value).sign(utf8(payload));
    const others = signatures.filter(({ key }) => key !== signature.key);
    const transaction: SignedTransaction = { payload, signatures: [...others, signature] };
    const fault = signedTransactionShape.fault(transaction, "transaction");
    if (fault !== undefined) return malformed(file, fault);
    return put(call, JSON.stringify(transaction), transaction);
  },
};

/** As `signedTransactionShape`, for those whom the last signature is still missing. */
const unsignedShape = object({
  payload: text({ max: PAYLOAD_BYTES_MAX }),
  signatures: list(signatureShape, { max: SIGNATURES_MAX }),
});

/** A payload that nobody has signed, or a transaction that somebody has. */
function readTransaction(file: string): Result<SignedTransaction, Problem> {
  const read = readText(file);
  if (!read.ok) return read;
  const written = read.value.replace(/\r?\n$/, "");
  const value = parseJson(written);
  const transaction: SignedTransaction = fits(unsignedShape, value) ? value : { payload: written, signatures: [] };
  const payload = parseCanonical(utf8(transaction.payload));
  if (payload === undefined) return malformed(file, "payload");
  const fault = payloadShape.fault(payload, "payload");
  return fault === undefined ? ok(transaction) : malformed(file, fault);
}

const send: Verb = {
  usage: "tx send FILE",
  says: words("sends a signed transaction and waits for its receipt", "发送已签名交易并等待回执"),
  options: {
    node: OPTIONS.node,
    wait: { type: "string", value: "SECONDS", says: words("how long to wait (default 20)", "等待秒数(默认 20)") },
  },
  positionals: [1, 1],
  run: async (call) => {
    const transaction = readTransaction(call.positionals[0] ?? "");
    if (!transaction.ok) return transaction;
    if (transaction.value.signatures.length === 0)
      return problem(
        EXIT.refused,
        "not-signed",
        words("Nobody has signed it.", "该交易尚无签名。"),
        words("Sign it with `meridian tx sign`.", "请先用 `meridian tx sign` 签名。"),
      );
    const wait = numberOf(call, "wait", WAIT_SECONDS, WAIT_SECONDS_MAX);
    if (!wait.ok) return wait;
    return throughNode(call, async (transport) => {
      const submitted = await transport.submit(transaction.value);
      const id = transactionIdOf(utf8(transaction.value.payload));
      // Whoever sends a second time is told how the first one ended.
      if (!submitted.ok && submitted.error.code !== "ledger/replayed") return refusedAtDoor(submitted.error);
      const receipt = await transport.receipt(id, wait.value * 1_000);
      return receipt === undefined ? notYet(id) : receiptAnswer(receipt, call);
    });
  },
};

export async function refusedAtDoor(rejection: CodedRejection): Promise<Outcome> {
  const { explanations } = await import("@meridian/network/domains");
  const { code } = rejection;
  const { en, zh } = explanations.get(code) ?? {};
  const happened = words(en?.happened ?? "It is refused.", zh?.happened ?? "被拒绝。");
  return problem(EXIT.refused, code, happened, words(en?.next ?? "", zh?.next ?? ""), rejection);
}

export const notYet = (id: TransactionId): Outcome =>
  problem(
    EXIT.refused,
    "not-yet",
    words(`Accepted as ${id}, but not in a block yet.`, `已接收,编号 ${id},尚未进入区块。`),
    words(
      "Ask later with `meridian tx show`; sending it again does no harm.",
      "稍后用 `meridian tx show` 查询;重复发送无害。",
    ),
    { id },
  );

const show: Verb = {
  usage: "tx show ID",
  says: words("says how a transaction ended", "查看交易结果"),
  options: { node: OPTIONS.node, data: OPTIONS.data, genesis: OPTIONS.genesis },
  positionals: [1, 1],
  run: async (call) => {
    const id = (call.positionals[0] ?? "") as TransactionId;
    if (!/^[0-9a-f]{64}$/.test(id)) return unknownTransaction(id);
    const data = call.text("data");
    if (data === undefined)
      return throughNode(call, async (transport) => {
        const receipt = await transport.receipt(id, 0);
        return receipt === undefined ? unknownTransaction(id) : receiptAnswer(receipt, call);
      });
    const opened = await openFolder(call, data);
    if (!opened.ok) return opened;
    const receipt = opened.value.history.receipt(id);
    opened.value.close();
    return receipt === undefined ? unknownTransaction(id) : receiptAnswer(receipt, call);
  },
};

const unknownTransaction = (id: string): Outcome =>
  problem(
    EXIT.refused,
    "unknown-transaction",
    words("The ledger has no such transaction.", "账本中没有该交易。"),
    words("Check the id of 64 digits.", "请检查 64 位编号。"),
    { id },
  );

/** A receipt in words; a refusal with its reason and what to do next. */
export async function receiptAnswer(receipt: Receipt, call: Call): Promise<Outcome> {
  const { id, height, index, outcome } = receipt;
  const { language } = call.io;
  if (outcome.status === "committed") {
    const said = words(
      `Committed in block ${height}, place ${index}, with ${outcome.events} events.`,
      `已提交:第 ${height} 个区块,第 ${index} 位,产生 ${outcome.events} 个事件。`,
    );
    return answer(`${id}\n${said[language]}`, receipt);
  }
  const { explanations } = await import("@meridian/network/domains");
  const { code, ...data } = outcome.rejection;
  const explanation = explanations.get(code)?.[language];
  const said = words(
    `Refused in block ${height}, place ${index}: ${code} ${JSON.stringify(data)} (command ${outcome.command}). Nothing changed.`,
    `已被拒绝:第 ${height} 个区块,第 ${index} 位:${code} ${JSON.stringify(data)}(第 ${outcome.command} 条命令)。未产生任何效果。`,
  );
  const lines = [id, said[language], ...(explanation ? [explanation.happened, explanation.next] : [])];
  return answer(lines.join("\n"), receipt, EXIT.refused);
}

function put(call: Call, text: string, json: unknown): Outcome {
  const out = call.text("out");
  if (out === undefined) return fileAnswer(text, json);
  const file = writeText(out, `${text}\n`);
  return file.ok ? answer(words(`Wrote ${out}.`, `已写入 ${out}。`)[call.io.language], json) : file;
}

const malformed = (file: string, at: string): Result<never, Problem> =>
  problem(
    EXIT.data,
    "malformed",
    words(`${file} is not of the form that the network reads: see ${at}.`, `${file} 的格式不符合网络要求:见 ${at}。`),
    words("Correct that place.", "请修正该处。"),
    { at },
  );

export const verbs: ReadonlyMap<string, Verb> = new Map([
  ["build", build],
  ["sign", sign],
  ["send", send],
  ["show", show],
]);
