import type { Transport } from "@meridian/client/transport";
import type { MeridianNode } from "./node.ts";

/** The way to a node from inside its own process. */
export const localTransport = (node: MeridianNode): Transport => ({
  standing: async () => ({ network: node.genesis.network, height: node.height }),
  submit: (transaction) => node.submit(transaction),
  receipt: (id, milliseconds) => node.receipt(id, milliseconds),
});
