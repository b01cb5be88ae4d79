import { chmodSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { invariant } from "@meridian/base/invariant";
import type { Heard, RelayData, Told } from "./relay-messages.ts";

/**
 * Holds the engine's connections and reads them at once, also while the thread that answers executes a block. CometBFT
 * 0.38 means to wait 20 ms before it flushes a CheckTx that nobody follows, but waits 20 ns (abci/client/socket_client.go,
 * `flushThrottleMS`), and tries again and again while its writer is held up by a full socket: an engine that nobody reads
 * takes a core for itself (ADR-21).
 */
const { path, unreadBytesMax } = workerData as RelayData;
const answering = parentPort;
invariant(answering !== null, "runs as a worker");
const tell = (heard: Heard, transfer: ArrayBuffer[] = []): void => answering.postMessage(heard, transfer);

type Held = { readonly socket: Socket; unread: number };
const connections = new Map<number, Held>();
let next = 0;

const server = createServer((socket) => {
  const connection = next++;
  const held: Held = { socket, unread: 0 };
  let broken: string | undefined;
  connections.set(connection, held);
  tell({ type: "opened", connection });
  socket.on("data", (chunk: Buffer) => {
    // Small chunks share one pool, so what leaves this thread is a copy.
    const bytes = new Uint8Array(chunk);
    held.unread += bytes.length;
    if (held.unread > unreadBytesMax) socket.pause();
    tell({ type: "data", connection, bytes }, [bytes.buffer]);
  });
  socket.on("error", ({ message }) => {
    broken = message;
  });
  socket.on("close", () => {
    connections.delete(connection);
    tell({ type: "closed", connection, ...(broken !== undefined && { error: broken }) });
  });
});
server.on("error", ({ message }) => tell({ type: "deaf", error: message }));

rmSync(path, { force: true });
server.listen(path, () => {
  // The protocol knows no authentication but the rights to this file.
  chmodSync(path, 0o600);
  tell({ type: "listening" });
});

answering.on("message", (told: Told) => {
  if (told.type === "stop") {
    // Ends this thread and all that it holds; an engine that tries to come back in the meantime is not waited for.
    rmSync(path, { force: true });
    process.exit(0);
  }
  const held = connections.get(told.connection);
  if (held === undefined) return;
  switch (told.type) {
    case "write":
      held.socket.write(told.bytes);
      break;
    case "taken":
      held.unread -= told.bytes;
      if (held.unread <= unreadBytesMax) held.socket.resume();
      break;
    case "end":
      held.socket.end();
      break;
    case "destroy":
      held.socket.destroy();
      break;
  }
});
