import type { Addresses } from "@meridian/ui/desk/context";

/** Permalinks of what stands on the ledger. */
export const addresses: Addresses = {
  prescription: (id) => `/r/rx/${encodeURIComponent(id)}`,
  transaction: (id) => `/n/tx/${id}`,
  block: (height) => `/n/block/${height}`,
};
