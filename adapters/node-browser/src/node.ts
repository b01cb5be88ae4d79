import { toBase64 } from "@meridian/base/bytes";
import type { Commitment, OrganisationId, TransactionId } from "@meridian/base/ids";
import { ok, type Result } from "@meridian/base/result";
import {
  type DeskNode,
  type DeskStanding,
  type Directory,
  NodeRefusal,
  type Page,
  type Provable,
  type RowsQuery,
} from "@meridian/client/desk";
import type { CodedRejection, Receipt, SignedTransaction } from "@meridian/kernel/transaction";
import { answered, isOffline, jsonOf, pause, type Wire } from "./answers.ts";
import { follow } from "./live.ts";
import { outboxOf } from "./open-outbox.ts";
import { submitted } from "./submit.ts";

const PAGE_ROWS = 500;

/** A node as a page of its own origin asks it. */
export function browserNode(wire: Wire): DeskNode {
  const get = <T>(path: string): Promise<T> => jsonOf<T>(wire, "GET", path);
  return {
    info: () => get("/v1/desk"),
    standing: () => get<DeskStanding>("/v1/standing"),
    directory: () => get<Directory>("/v1/desk/directory"),
    rows: (table, query = {}) => get<Page>(`/v1/views/${table}?${searchOf(query)}`),
    record: async (domain, id) => {
      const { record } = await get<{ readonly record: unknown }>(`/v1/records/${domain}/${encodeURIComponent(id)}`);
      return record ?? undefined;
    },
    evidence: async (of) => (await answered(wire, "GET", evidencePath(of))).text(),
    receipt: (id, milliseconds) => receiptOf(wire, id, milliseconds),
    submit: (transaction) => submit(wire, transaction),
    outbox: outboxOf(wire.base),
    document: async (commitment, custodian) => documentOf(wire, commitment, custodian),
    deposit: async ({ custodian, content, ...document }) => {
      const body = { documents: [{ ...document, content: toBase64(content) }] };
      const path = `/v1/documents?custodian=${encodeURIComponent(custodian)}`;
      const { documents } = await jsonOf<{ readonly documents: readonly { readonly commitment: Commitment }[] }>(
        wire,
        "POST",
        path,
        body,
      );
      const [stored] = documents;
      if (stored === undefined) throw new NodeRefusal({ code: "gateway/internal" });
      return stored.commitment;
    },
    ask: (method, path, body) => jsonOf(wire, method, path, body),
    follow: (listener, onState) => follow(wire, listener, onState),
  };
}

function searchOf({ where = {}, order, limit = PAGE_ROWS, after }: RowsQuery): string {
  const search = new URLSearchParams({ limit: String(limit) });
  for (const [column, value] of Object.entries(where))
    for (const one of Array.isArray(value) ? value : [value]) search.append(column, String(one));
  if (order !== undefined) search.set("order", order);
  if (after !== undefined) search.set("after", after);
  return search.toString();
}

function evidencePath(of: Provable): string {
  switch (of.type) {
    case "place":
      return `/v1/evidence/events/${of.height}/${of.position}`;
    case "event": {
      const { domain, record, event } = of;
      const search = new URLSearchParams({ domain, record, ...(event !== undefined && { type: event }) });
      return `/v1/evidence/events?${search}`;
    }
    case "transaction":
      return `/v1/evidence/transactions/${of.id}`;
    case "record":
      return `/v1/evidence/records/${of.domain}/${encodeURIComponent(of.id)}`;
  }
}

/** What finds no node is kept and sent again by itself; whoever asked is told that there was no answer, as always. */
async function submit(wire: Wire, transaction: SignedTransaction): Promise<Result<TransactionId, CodedRejection>> {
  try {
    const taken = await submitted(wire, transaction);
    return taken.ok ? ok(taken.value.id) : taken;
  } catch (error) {
    if (!isOffline(error)) throw error;
    const kept = await outboxOf(wire.base).keep(transaction);
    throw new NodeRefusal({ code: "offline", kept });
  }
}

const WAIT_MILLISECONDS = 5_000;
const AGAIN_MILLISECONDS = 500;

/** Undefined when the time is over first. */
async function receiptOf(wire: Wire, id: TransactionId, milliseconds: number): Promise<Receipt | undefined> {
  const until = performance.now() + milliseconds;
  do {
    const wait = Math.round(Math.max(0, Math.min(WAIT_MILLISECONDS, until - performance.now())));
    try {
      const path = `/v1/transactions/${id}?wait=${wait}`;
      const { receipt } = await jsonOf<{ readonly receipt?: Receipt }>(wire, "GET", path);
      if (receipt !== undefined) return receipt;
    } catch (error) {
      if (!(error instanceof NodeRefusal) || error.refusal.code !== "gateway/unknown-transaction") throw error;
    }
    // A node that is about to stop answers at once.
    await pause(Math.min(AGAIN_MILLISECONDS, Math.max(0, until - performance.now())));
  } while (performance.now() < until);
  return undefined;
}

async function documentOf(wire: Wire, commitment: Commitment, custodian: OrganisationId): Promise<Uint8Array> {
  const path = `/v1/documents/${commitment}?custodian=${encodeURIComponent(custodian)}`;
  return new Uint8Array(await (await answered(wire, "GET", path)).arrayBuffer());
}
