/** A chain without what follows from it: block times, and transactions in hexadecimal. */
export type Chain = readonly { readonly time: number; readonly transactions: readonly string[] }[];
/** What another process made of it, and the surroundings that it saw. */
export type Elsewhere = { readonly zone: number; readonly locale: string; readonly blocks: readonly string[] };
