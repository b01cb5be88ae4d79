/**
 * What each release of the rules makes of one fixed story (`story.conformance.ts`), release 1 first: its height, the state
 * root, the application hash, which covers every event, and the root over the outcomes of all transactions.
 *
 * These are consensus. A difference says that blocks which networks have executed would execute otherwise now. A changed
 * rule is a new release beside the old one (docs/releases.md), with a vector of its own here; a longer story changes all.
 */
export const golden: readonly {
  readonly heights: number;
  readonly state: string;
  readonly app: string;
  readonly results: string;
}[] = [
  {
    heights: 121,
    state: "8362a40e19910402c4fe5f9dfa3f79bb70058d5b44002db445a3a230dca6829a",
    app: "e423d6de9ae4bbd4f73984c6890b885e7694c1c907fc64efc2c45aeea9e83686",
    results: "7ffe14ce27aa63b92411d650b9e2f36aa299061bbfabd238ab05e03d494edeeb",
  },
];
