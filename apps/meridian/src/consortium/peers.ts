import type { NetworkId, OrganisationId } from "@meridian/base/ids";
import { hash, id, integer, list, object, optional, type TypeOf, text } from "@meridian/base/shape";
import { handoverShape } from "./handover.ts";

/** `peers.json`: where members' nodes are. Addresses change, so they stand beside the genesis document, not in it. */
export const peersShape = object({
  network: id<NetworkId>(),
  /** Hash of the genesis document that they belong to. */
  genesis: hash(),
  peers: list(
    object({
      organisation: id<OrganisationId>(),
      nodeId: text({ min: 40, max: 40, pattern: /^[0-9a-f]{40}$/ }),
      host: text({ max: 253, pattern: /^[A-Za-z0-9.:_-]+$/ }),
      port: integer({ min: 1, max: 65_535 }),
    }),
    { max: 100 },
  ),
  /** Of a chain that one process began: the block with which it ended there. */
  handover: optional(handoverShape),
});
export type PeersFile = TypeOf<typeof peersShape>;

/** `HOST:PORT`, where the host may be an IPv6 address in brackets; undefined when it is none. */
export function addressOf(text: string): { readonly host: string; readonly port: number } | undefined {
  const [, bracketed, plain, digits] = /^(?:\[([0-9A-Fa-f:]+)\]|([A-Za-z0-9._-]+)):([0-9]{1,5})$/.exec(text) ?? [];
  const [host, port] = [bracketed ?? plain, Number(digits)];
  return host !== undefined && port >= 1 && port <= 65_535 ? { host, port } : undefined;
}
