import { Type } from "@fastify/type-provider-typebox";
import { utf8 } from "@meridian/base/bytes";
import type { TransactionId } from "@meridian/base/ids";
import {
  type CodedRejection,
  type Receipt,
  type SignedTransaction,
  signedTransactionShape,
} from "@meridian/kernel/transaction";
import { transactionIdOf } from "@meridian/ledger/decode";
import { coded } from "@meridian/ledger/execute";
import { transactionRulesOf } from "@meridian/network/trust";
import type { FastifyRequest } from "fastify";
import { answer } from "../app.ts";
import { readerOf } from "../authorize.ts";
import type { App, Gateway } from "../gateway.ts";
import { explanationOf, type Language, languageOf, refusalOf } from "../refusal.ts";
import { Accepted, bodyOf, Decided, Hash, Refusal, refusals, validatorOf, Wait } from "../schemas.ts";
import { maySeeWhole } from "../whole-transaction.ts";

const BATCH_MAX = 500;
const BATCH_BYTES_MAX = 2_097_152;
const tags = ["transactions"];

/** How an offered transaction stands: decided, taken in, or refused at the door. */
type Standing = { readonly id: TransactionId; readonly receipt?: Receipt } | { readonly rejection: CodedRejection };

/** Refusals after which a receipt may say that the very same transaction was decided before. */
const REPEATED: ReadonlySet<string> = new Set(["ledger/replayed", "ledger/window-over"]);

/** Sending transactions and learning how they ended. The gateway never opens or alters what was signed. */
export function transactionRoutes(app: App, gateway: Gateway): void {
  const { node, closing } = gateway;
  const query = Type.Object({ wait: Wait });

  app.post(
    "/v1/transactions",
    {
      schema: {
        tags,
        summary: "Send a signed transaction; sent again, it answers as the first time",
        querystring: query,
        body: bodyOf(signedTransactionShape),
        response: { 200: Decided, 202: Accepted, ...refusals },
      },
      validatorCompiler: bodyValidator(app),
    },
    async (request, reply) => {
      const standing = await offer(gateway, request.body, request.query.wait ?? 0);
      if ("rejection" in standing) return answer(request, reply, standing.rejection);
      if (standing.receipt === undefined) return reply.code(202).send({ id: standing.id });
      return reply.send(decided(standing.receipt, language(request)));
    },
  );

  app.post(
    "/v1/transactions/batch",
    {
      bodyLimit: BATCH_BYTES_MAX,
      schema: {
        tags,
        summary: "Send many transactions; each is taken in or refused by itself, in the order of the list",
        querystring: query,
        body: Type.Object({ transactions: Type.Array(Type.Unknown(), { minItems: 1, maxItems: BATCH_MAX }) }),
        response: { 200: Type.Object({ results: Type.Array(Type.Union([Decided, Accepted, Refusal])) }), ...refusals },
      },
      serializerCompiler: () => JSON.stringify,
    },
    async (request) => {
      const { wait = 0 } = request.query;
      const results = await Promise.all(
        request.body.transactions.map(async (given) => {
          const at = signedTransactionShape.fault(given, "transaction");
          if (at !== undefined) return refused(coded({ code: "malformed", at }), language(request));
          const standing = await offer(gateway, given as SignedTransaction, wait);
          if ("rejection" in standing) return refused(standing.rejection, language(request));
          return standing.receipt === undefined ? { id: standing.id } : decided(standing.receipt, language(request));
        }),
      );
      return { results };
    },
  );

  app.get(
    "/v1/transactions/:id",
    {
      schema: {
        tags,
        summary: "How a transaction ended; why it was refused in full to who may see all of it",
        params: Type.Object({ id: Hash }),
        querystring: query,
        response: { 200: Decided, ...refusals },
      },
    },
    async (request, reply) => {
      const receipt = await node.receipt(request.params.id as TransactionId, request.query.wait ?? 0, closing);
      if (receipt === undefined) return answer(request, reply, refusalOf({ code: "unknown-transaction" }));
      return reply.send(await told(gateway, request, receipt));
    },
  );
}

/**
 * The data of a refusal may be about others: who claimed first, what a patient's insurance used. It is for who may see the
 * transaction; all others are told its code, as blocks tell it. Who sends the same bytes again has them, and is told all.
 */
async function told(gateway: Gateway, request: FastifyRequest, receipt: Receipt) {
  const { outcome } = receipt;
  const whole = decided(receipt, language(request));
  if (outcome.status === "committed" || Object.keys(outcome.rejection).length === 1) return whole;
  const { genesis, history } = gateway.node;
  const wire = history.block(receipt.height)?.transactions[receipt.index];
  const signed = wire && transactionRulesOf(genesis.relyingParty).open(wire);
  if (signed !== undefined && (await maySeeWhole(gateway, await readerOf(gateway, request), signed))) return whole;
  const { code } = outcome.rejection;
  return { ...whole, receipt: { ...receipt, outcome: { ...outcome, rejection: { code } } }, withheld: true };
}

export async function offer(
  { node, metrics, closing }: Gateway,
  transaction: SignedTransaction,
  wait: number,
): Promise<Standing> {
  const submitted = await node.submit(transaction);
  metrics.submitted(submitted.ok ? undefined : submitted.error);
  if (submitted.ok) {
    const receipt = wait === 0 ? undefined : await node.receipt(submitted.value, wait, closing);
    return { id: submitted.value, ...(receipt && { receipt }) };
  }
  if (!REPEATED.has(submitted.error.code)) return { rejection: submitted.error };
  const id = transactionIdOf(utf8(transaction.payload));
  const receipt = await node.receipt(id, wait, closing);
  if (receipt !== undefined) return { id, receipt };
  return submitted.error.code === "ledger/replayed" ? { id } : { rejection: submitted.error };
}

const language = (request: FastifyRequest): Language => languageOf(request.headers["accept-language"]);

const refused = (rejection: CodedRejection, language: Language) => ({
  rejection,
  explanation: explanationOf(rejection.code, language),
});

function decided(receipt: Receipt, language: Language) {
  const { id, outcome } = receipt;
  if (outcome.status === "committed") return { id, receipt };
  return { id, receipt, explanation: explanationOf(outcome.rejection.code, language) };
}

/** The shape checks the body, and the server's own validator everything else. */
function bodyValidator(app: App) {
  const shaped = validatorOf(signedTransactionShape);
  return (route: Parameters<NonNullable<App["validatorCompiler"]>>[0]) => {
    if (route.httpPart === "body") return shaped();
    const compiler = app.validatorCompiler;
    return compiler === undefined ? () => true : compiler(route);
  };
}
