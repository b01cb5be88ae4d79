import { randomBytes } from "node:crypto";
import { ok, type Result } from "@meridian/base/result";
import { Client } from "@meridian/client/client";
import { ed25519Signer, type Signer } from "@meridian/client/signer";
import type { Command } from "@meridian/kernel/transaction";
import { type Call, EXIT, OPTIONS, type OptionSpec, type Outcome, type Problem, problem, words } from "./call.ts";
import { readJson } from "./files.ts";
import { dataFolderOf, keyProblem, keystoreOf, passphraseOf } from "./keys.ts";
import { cardFileIn } from "./node-init.ts";
import { settingsIn } from "./node-json.ts";
import { networkOfFolder, onlyOf } from "./own-network.ts";
import { throughNode } from "./through-node.ts";
import { notYet, receiptAnswer, refusedAtDoor } from "./tx.ts";

/** A member at its own folder: whose keys are there, and which node. */
export type Actor = {
  readonly organisation: string;
  readonly signer: Signer;
  /** Of the engine in the folder; undefined when there is none. */
  readonly nodeId: string | undefined;
};

export const actorOptions: { readonly [name: string]: OptionSpec } = {
  data: { ...OPTIONS.data, says: words("folder with the member's keys", "存放成员密钥的目录") },
  node: OPTIONS.node,
  organisation: {
    type: "string",
    value: "ID",
    says: words("who acts (default: whose node the folder is)", "行为主体(默认为该目录节点所属机构)"),
  },
  "passphrase-file": OPTIONS.passphrase,
};

export async function actorOf(call: Call): Promise<Result<Actor, Problem>> {
  const folder = dataFolderOf(call);
  const [{ readNodeId }, settings] = await Promise.all([import("../consortium/node-key.ts"), settingsIn(folder)]);
  if (!settings.ok) return settings;
  const organisation = call.text("organisation") ?? settings.value?.organisation ?? cardHolder(folder);
  if (organisation === undefined)
    return problem(
      EXIT.data,
      "whose-folder",
      words(`${folder} does not say whose node it is.`, `${folder} 未标明所属机构。`),
      words("Name the member with --organisation.", "请用 --organisation 指定成员。"),
      { folder },
    );
  const signer = signerNamed(call, organisation);
  return signer.ok ? ok({ organisation, signer: signer.value, nodeId: readNodeId(folder) }) : signer;
}

/** A folder that has not joined yet has a card. */
function cardHolder(folder: string): string | undefined {
  const card = readJson(cardFileIn(folder));
  const { organisation } = (card.ok ? card.value : {}) as { readonly organisation?: { readonly id?: string } };
  return organisation?.id;
}

function signerNamed(call: Call, name: string): Result<Signer, Problem> {
  const passphrase = passphraseOf(call);
  if (!passphrase.ok) return passphrase;
  const seed = keystoreOf(call).open(name, passphrase.value);
  return seed.ok ? ok(ed25519Signer(seed.value)) : keyProblem(seed.error);
}

/** Signs for the folder's own network, sends and waits; answers as `tx send` does. */
export async function sent(call: Call, commands: readonly Command[], signers: readonly Signer[]): Promise<Outcome> {
  const network = await networkOfFolder(dataFolderOf(call));
  if (!network.ok) return network;
  return throughNode(call, (transport) =>
    onlyOf(network.value, transport, async (own) => {
      const client = new Client(own, (length) => new Uint8Array(randomBytes(length)));
      const sent = await client.send(commands, signers);
      if (sent.status === "unknown") return notYet(sent.id);
      if (sent.status === "committed") return receiptAnswer(sent.receipt, call);
      return sent.receipt === undefined ? refusedAtDoor(sent.rejection) : receiptAnswer(sent.receipt, call);
    }),
  );
}

export const acting = async (call: Call, act: (actor: Actor) => Promise<Outcome>): Promise<Outcome> => {
  const actor = await actorOf(call);
  return actor.ok ? act(actor.value) : actor;
};
