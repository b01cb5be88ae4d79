import { Agent, request } from "node:http";
import { loopOf } from "./loop-network.ts";
import { rounded } from "./report.ts";

/**
 * Run in a process of its own by the loop bench: plays prescriptions against a node, each step sent once the one before
 * is committed, many prescriptions at once. Prints what it measured.
 */
const [url = "", count = "0", concurrency = "1"] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: Number(concurrency) });

type Answer = { readonly receipt?: { readonly outcome: { readonly status: string } } };

function post(body: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sending = request(
      `${url}/v1/transactions?wait=20000`,
      {
        method: "POST",
        agent,
        headers: { "content-type": "application/json", "content-length": Buffer.byteLength(body) },
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (part: string) => {
          text += part;
        });
        response.on("end", () => resolve(JSON.parse(text) as Answer));
      },
    );
    sending.on("error", reject);
    sending.end(body);
  });
}

const loops = Array.from({ length: Number(count) }, (_, n) => loopOf(n, 1_100).map((each) => JSON.stringify(each)));
process.stderr.write("signed\n");
const start = performance.now();
let next = 0;
const player = async (): Promise<void> => {
  for (let loop = loops[next++]; loop !== undefined; loop = loops[next++])
    for (const [step, body] of loop.entries()) {
      const answer = await post(body);
      if (answer.receipt?.outcome.status !== "committed")
        throw new Error(`step ${step + 1} did not commit: ${JSON.stringify(answer)}`);
    }
};
await Promise.all(Array.from({ length: Number(concurrency) }, player));
const seconds = (performance.now() - start) / 1_000;
process.stdout.write(
  JSON.stringify({
    txPerSecond: Math.round((8 * loops.length) / seconds),
    prescriptionsPerSecond: Math.round(loops.length / seconds),
    seconds: rounded(seconds),
  }),
);
process.exit(0);
