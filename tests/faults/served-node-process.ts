import { invariant } from "@meridian/base/invariant";
import { MeridianNode } from "@meridian/meridian-app/node/node";
import { genesis, validatorSeeds } from "./people.ts";
import type { Asked, Told } from "./served-node.ts";

/** The other side of `ServedNode`: a whole node in a process of its own, which may be killed at any instant. */
const folder = process.argv[2];
invariant(folder !== undefined, "names the node's folder");
const tell = (told: Told): void => void process.send?.(told);

const node = await MeridianNode.open({
  folder,
  genesis,
  validatorSeeds,
  batchMilliseconds: 1,
  proofMilliseconds: 20,
  onFailure: (error) => {
    const failed: Told = { type: "failed", error: String(error) };
    // Its other threads may still wait for the one that died. Not before its last words have left.
    process.send?.(failed, () => process.exit(1));
  },
});

async function submit(request: number, { id, bytes }: Extract<Asked, { type: "submit" }>): Promise<void> {
  const rejection = await node.engine.submit(bytes);
  tell({ type: "answered", request, ...(rejection && { rejection }) });
  if (rejection !== undefined) return;
  const receipt = await node.receipt(id, 60_000);
  if (receipt !== undefined) tell({ type: "receipt", receipt });
}

process.on("message", ({ request, asked }: { request: number; asked: Asked }) => {
  if (asked.type === "submit") void submit(request, asked);
  else if (asked.type === "receipts")
    tell({ type: "receipts", request, receipts: asked.ids.map((id) => node.history.receipt(id) ?? null) });
  else
    void node.stop().then(() => {
      tell({ type: "stopped", request });
      process.disconnect();
    });
});
tell({ type: "ready", height: node.height });
