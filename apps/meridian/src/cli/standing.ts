import { answer, type Call, type Outcome, words } from "./call.ts";
import { Remote } from "./remote.ts";
import { momentOf } from "./timeline.ts";

/** Where a running node stands, in one look. */
export async function standingOf(call: Call): Promise<Outcome> {
  const remote = await Remote.of(call);
  if (!remote.ok) return remote;
  const status = await remote.value.get("/v1/standing");
  if (!status.ok) return status;
  const { language } = call.io;
  const labels: { readonly [member: string]: string } = {
    network: words("network", "网络")[language],
    height: words("height", "高度")[language],
    time: words("block time", "区块时间")[language],
    waiting: words("waiting transactions", "待处理交易")[language],
  };
  const lines = Object.entries(status.value).map(([name, value]) => {
    const shown = name === "time" && typeof value === "number" ? momentOf(value) : value;
    return `${labels[name] ?? name}: ${typeof shown === "object" ? JSON.stringify(shown) : shown}`;
  });
  return answer(lines.join("\n"), status.value);
}
