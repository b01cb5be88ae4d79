import { fromBase64Url, textOf, toBase64Url, toHex } from "@meridian/base/bytes";
import { asHeight, type NetworkId } from "@meridian/base/ids";
import { canonicalBytes, parseJson } from "@meridian/base/json";
import { VALIDITY_HEIGHTS_MAX } from "@meridian/base/limits";
import { fits } from "@meridian/base/shape";
import { transactionOf } from "@meridian/client/client";
import { type DeskNode, type DeskSessions, type Name, NodeRefusal } from "@meridian/client/desk";
import { type CommandOf, commandShape } from "@meridian/disclosure/schema";
import { type Payload, payloadShape, type Receipt, type Signature, signatureShape } from "@meridian/kernel/transaction";
import { nonceOfSentence } from "@meridian/ui/text/sentence";

/** A warrant that its authority has signed and that waits for the court: the same bytes, and the sentence about them. */
export type Waiting = {
  readonly payload: Payload;
  readonly signatures: readonly Signature[];
  readonly says: Name;
  readonly warrant: CommandOf<"openWarrant">;
};

/** Signs in the authority's name; nothing is sent, for the court signs the same bytes first. */
export async function signedWarrant(
  node: DeskNode,
  sessions: DeskSessions,
  warrant: CommandOf<"openWarrant">,
  says: Name,
  language: "zh" | "en",
): Promise<Waiting> {
  const { network, height } = await node.standing();
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const payload: Payload = {
    network: network as NetworkId,
    commands: [warrant],
    nonce: toHex(nonceOfSentence(says[language], salt)),
    // As long as the network allows, less a moment: a person of another house has to come to it.
    validUntil: asHeight(height + VALIDITY_HEIGHTS_MAX - 20),
  };
  const signatures = await sessions.signPayload(canonicalBytes(payload), { as: [warrant.authority] });
  return { payload, signatures, says, warrant };
}

const waitingText = ({ payload, signatures, says }: Waiting): string =>
  toBase64Url(canonicalBytes({ payload, signatures, says } as never));

/** Undefined when the text is no warrant that waits. The command is read from what is signed, never from beside it. */
export function waitingIn(text: string): Waiting | undefined {
  const bytes = fromBase64Url(text);
  const read = bytes && (parseJson(textOf(bytes) ?? "") as Partial<Waiting> | undefined);
  if (typeof read !== "object" || read === null) return undefined;
  const { payload, signatures, says } = read;
  if (!fits(payloadShape, payload) || !Array.isArray(signatures)) return undefined;
  if (!signatures.every((each) => fits(signatureShape, each))) return undefined;
  const [command] = payload.commands;
  if (payload.commands.length !== 1 || !fits(commandShape, command) || command.type !== "openWarrant") return undefined;
  if (typeof says?.zh !== "string" || typeof says.en !== "string") return undefined;
  return { payload, signatures, says, warrant: command };
}

const RECEIPT_MILLISECONDS = 20_000;

/** The court's signature beside the authority's, and on its way. Undefined: no receipt yet. */
export async function countersigned(
  node: DeskNode,
  sessions: DeskSessions,
  { payload, signatures, warrant }: Waiting,
): Promise<Receipt | undefined> {
  const bytes = canonicalBytes(payload);
  const own = await sessions.signPayload(bytes, { as: [warrant.court] });
  const built = transactionOf(bytes, [...signatures, ...own]);
  const submitted = await node.submit(built.transaction);
  if (!submitted.ok && submitted.error.code !== "ledger/replayed") throw new NodeRefusal(submitted.error);
  const receipt = await node.receipt(built.id, RECEIPT_MILLISECONDS);
  if (receipt?.outcome.status === "rejected") throw new NodeRefusal(receipt.outcome.rejection);
  return receipt;
}

export const addressOf = (waiting: Waiting): string => `${location.origin}/r/warrants?sign=${waitingText(waiting)}`;
