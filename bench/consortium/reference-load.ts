import { Agent, request } from "node:http";
import { encodeBundle } from "@meridian/consensus-comet/bundle";
import { issueTransaction } from "../network.ts";

/**
 * Run in a process of its own by the reference: sends transactions of the kvstore application to the engines' RPC as
 * JSON-RPC batches of `broadcast_tx_async`; or a bundle of prescriptions in place of each batch. All requests are made before the clock starts, so that it is the engines
 * who are measured. Its parent tells it how many are committed, so that no more than `window` wait in the mempools.
 *
 * Arguments: ports with commas; bytes of a transaction; transactions; transactions a request; connections; window;
 * `single` or `bundled`.
 */
const [ports = "", bytes = "0", count = "0", batch = "1", connections = "1", window = "0", form = "single"] =
  process.argv.slice(2);
/** No application of the limits looks at it. */
const VALID_UNTIL = 1_000;
const agent = new Agent({ keepAlive: true, maxSockets: Number(connections) });
const size = Number(batch);

/** One `=`, no `:`, a key that never comes again (abci/example/kvstore, isValidTx). */
const kvstoreTransaction = (key: string, length: number): string => `${key}=`.padEnd(length, "x");

const callOf = (tx: Uint8Array, id: number): string =>
  `{"jsonrpc":"2.0","id":${id},"method":"broadcast_tx_async","params":{"tx":"${Buffer.from(tx).toString("base64")}"}}`;

const bodies = Array.from({ length: Math.ceil(Number(count) / size) }, (_, n) => {
  const places = Array.from({ length: size }, (_each, i) => n * size + i);
  if (form === "bundled")
    return Buffer.from(callOf(encodeBundle(places.map((at) => issueTransaction(at, VALID_UNTIL))), n));
  const calls = places.map((at, i) => callOf(Buffer.from(kvstoreTransaction(`key${at}`, Number(bytes))), i));
  return Buffer.from(`[${calls.join(",")}]`);
});

function send(port: string, body: Buffer): Promise<void> {
  const headers = { "content-type": "application/json", "content-length": body.length };
  return new Promise((resolve, reject) => {
    const sending = request({ host: "127.0.0.1", port, method: "POST", agent, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () => {
        const text = Buffer.concat(parts);
        // Only a refusal has this word: a full mempool, a limit of the request.
        const at = text.indexOf('"error"');
        if (at < 0 && response.statusCode === 200) resolve();
        else reject(new Error(text.subarray(Math.max(0, at), at + 300).toString()));
      });
    });
    sending.on("error", (error: NodeJS.ErrnoException) => {
      // The engine had closed the connection, which it may while nothing is sent, before it read this request.
      if (sending.reusedSocket && error.code === "ECONNRESET") send(port, body).then(resolve, reject);
      else reject(error);
    });
    sending.end(body);
  });
}

let committed = 0;
let waiting: (() => void)[] = [];
process.on("message", (message: { readonly committed: number }) => {
  committed = message.committed;
  const ready = waiting;
  waiting = [];
  for (const go of ready) go();
});

let next = 0;
async function worker(port: string): Promise<void> {
  while (next < bodies.length) {
    const taken = next++;
    while ((taken + 1) * size - committed > Number(window))
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
      });
    await send(port, bodies[taken] ?? Buffer.alloc(0));
  }
}

const each = ports.split(",").flatMap((port) => Array<string>(Number(connections)).fill(port));
process.send?.({ type: "ready" });
await new Promise((resolve) => process.once("message", resolve));
const before = process.cpuUsage();
await Promise.all(each.map(worker));
const used = process.cpuUsage(before);
process.send?.({ type: "sent", cpuSeconds: (used.user + used.system) / 1e6 });
process.disconnect();
