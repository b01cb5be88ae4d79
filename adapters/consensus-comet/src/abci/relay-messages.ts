/** What the thread that holds the engine's connections and the thread that answers say to each other. */

/** To the thread that answers. */
export type Heard =
  | { readonly type: "listening" }
  /** Nobody can connect; the message of the system. */
  | { readonly type: "deaf"; readonly error: string }
  | { readonly type: "opened"; readonly connection: number }
  | { readonly type: "data"; readonly connection: number; readonly bytes: Uint8Array<ArrayBuffer> }
  /** With what broke it, when it did not end by itself. */
  | { readonly type: "closed"; readonly connection: number; readonly error?: string };

/** To the thread that holds the connections. */
export type Told =
  | { readonly type: "write"; readonly connection: number; readonly bytes: Uint8Array<ArrayBuffer> }
  /** So many bytes that were told of need no more room. */
  | { readonly type: "taken"; readonly connection: number; readonly bytes: number }
  | { readonly type: "end"; readonly connection: number }
  | { readonly type: "destroy"; readonly connection: number }
  | { readonly type: "stop" };

export type RelayData = { readonly path: string; readonly unreadBytesMax: number };
