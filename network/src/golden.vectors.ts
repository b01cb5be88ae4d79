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
    heights: 139,
    state: "7b5900c3f8d4413f00a1844a97c93c14b8b62a8f229859ea42e651b1fafefc61",
    app: "bbf01f906ef109d9c7120e48d8d66c33041a116129399bed0c772880928fe26d",
    results: "3b3dc424ec5c2e4eae22681a1b230b7de249b3b27d6dc651a5263d3e181a3360",
  },
];
