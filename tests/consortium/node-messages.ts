import type { GenesisDocument } from "@meridian/network/genesis";

/** What the test and a node's process say to each other beside the node's own API. */
export type NodeStart = {
  readonly genesis: GenesisDocument;
  readonly engineFile: string;
  readonly rulesModule?: string;
  /** Blocks from one snapshot of the state to the next. */
  readonly snapshotEvery?: number;
  /** For the engine. `FAIL_TEST_INDEX` holds for its first start only. */
  readonly environment?: Readonly<Record<string, string>>;
};

export type Asked = { readonly type: "engine"; readonly request: number } | { readonly type: "stop" };

export type Told =
  | { readonly type: "ready"; readonly height: number }
  | { readonly type: "engine"; readonly request: number; readonly pid?: number | undefined; readonly restarts?: number }
  | { readonly type: "failed"; readonly error: string };
