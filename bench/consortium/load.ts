import { Agent, request } from "node:http";
import { textOf } from "@meridian/base/bytes";
import { decodeWire, signatureJsonOf } from "@meridian/ledger/wire";
import { issueTransaction, setUp } from "../network.ts";
import { quantile, rounded } from "../report.ts";

/**
 * Run in a process of its own by the consortium bench: sends signed prescriptions to the members' nodes over HTTP and
 * waits for their receipts. Prints what it saw.
 *
 * Arguments: URLs with commas; first number of a prescription; how many; how many a request; requests at once;
 * transactions a second at most, 0 for no limit.
 */
const [urls = "", first = "0", count = "0", batch = "1", atOnce = "1", pace = "0"] = process.argv.slice(2);
const nodes = urls.split(",");
/** Blocks within which everything sent must stand. */
const WINDOW = 1_100;
const agent = new Agent({ keepAlive: true, maxSockets: Number(atOnce) });

/** How long one asks again for a receipt that did not come while its request waited. */
const LATE_MILLISECONDS = 300_000;

type Receipt = { readonly height: number; readonly outcome: { readonly status: string } };
type Result = { readonly id?: string; readonly receipt?: Receipt };

const json = (bytes: Uint8Array): string => {
  const wire = decodeWire(bytes);
  if (wire === undefined) throw new Error("no transaction");
  return JSON.stringify({ payload: textOf(wire.payload), signatures: wire.signatures.map(signatureJsonOf) });
};

function post(url: string, transactions: readonly string[]): Promise<readonly Result[]> {
  const body = `{"transactions":[${transactions.join(",")}]}`;
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const path = `${url}/v1/transactions/batch?wait=30000`;
    const sending = request(path, { method: "POST", agent, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => {
        text += part;
      });
      response.on("end", () => {
        const { results } = JSON.parse(text) as { readonly results?: readonly Result[] };
        if (results === undefined) reject(new Error(text.slice(0, 400)));
        else resolve(results);
      });
    });
    sending.on("error", (error: NodeJS.ErrnoException) => {
      // The node had closed the connection, which it may while nothing is sent, before it read this request.
      if (sending.reusedSocket && error.code === "ECONNRESET") post(url, transactions).then(resolve, reject);
      else reject(error);
    });
    sending.end(body);
  });
}

/** A machine that does everybody's work can be late: what was taken in is waited for, what was refused is a defect. */
async function late(url: string, { id }: Result): Promise<Receipt | undefined> {
  for (const end = performance.now() + LATE_MILLISECONDS; performance.now() < end && id !== undefined; ) {
    const answer = await fetch(`${url}/v1/transactions/${id}?wait=30000`);
    if (answer.ok) return ((await answer.json()) as { readonly receipt: Receipt }).receipt;
    await new Promise((later) => setTimeout(later, 500));
  }
  return undefined;
}

async function committed(url: string, results: readonly Result[]): Promise<readonly number[]> {
  const heights: number[] = [];
  for (const result of results) {
    const receipt = result.receipt ?? (await late(url, result));
    if (receipt?.outcome.status !== "committed") throw new Error(JSON.stringify(result).slice(0, 400));
    heights.push(receipt.height);
  }
  return heights;
}

const [entry = ""] = nodes;
if (first === "0") for (const bytes of setUp()) await committed(entry, await post(entry, [json(bytes)]));

const { height } = (await (await fetch(`${nodes[0]}/v1/standing`)).json()) as { readonly height: number };
const size = Number(batch);
const bodies = Array.from({ length: Math.ceil(Number(count) / size) }, (_, n) =>
  Array.from({ length: size }, (_each, i) => json(issueTransaction(Number(first) + n * size + i, height + WINDOW))),
);
process.stderr.write("signed\n");

const latencies: number[] = [];
const heights = new Set<number>();
const cpu = process.cpuUsage();
const start = performance.now();
let next = 0;
const sender = async (own: number): Promise<void> => {
  for (let n = next++; n < bodies.length; n = next++) {
    const due = pace === "0" ? 0 : start + (n * size * 1_000) / Number(pace) - performance.now();
    if (due > 0) await new Promise((later) => setTimeout(later, due));
    const sent = performance.now();
    const node = nodes[own % nodes.length] ?? "";
    for (const height of await committed(node, await post(node, bodies[n] ?? []))) heights.add(height);
    latencies.push(performance.now() - sent);
  }
};
await Promise.all(Array.from({ length: Number(atOnce) }, (_, own) => sender(own)));
const seconds = (performance.now() - start) / 1_000;
const { user, system } = process.cpuUsage(cpu);
const transactions = bodies.length * size;
process.stdout.write(
  JSON.stringify({
    txPerSecond: Math.round(transactions / seconds),
    medianMs: rounded(quantile(latencies, 0.5)),
    p99Ms: rounded(quantile(latencies, 0.99)),
    blocks: heights.size,
    cpuMicrosPerTx: rounded((user + system) / transactions),
    seconds: rounded(seconds),
  }),
);
process.exit(0);
