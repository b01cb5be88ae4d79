import { createServer, type Socket } from "node:net";
import { Request, Response } from "cosmjs-types/tendermint/abci/types";
import { EngineProcess } from "./process.ts";

/**
 * A node in a process of its own, for a test that kills it: the smallest application there is, and the engine under it.
 * Arguments: the engine's file, its home, the socket. Prints the engine's process id once the engine speaks to it.
 */
const [file = "", home = "", socket = ""] = process.argv.slice(2);
const APP_HASH = new Uint8Array(32);

/** Answers as an application that accepts everything and knows nothing. */
function answerTo(request: Request): Response {
  if (request.echo !== undefined) return Response.fromPartial({ echo: { message: request.echo.message } });
  if (request.info !== undefined) return Response.fromPartial({ info: { appVersion: 1n } });
  if (request.initChain !== undefined) return Response.fromPartial({ initChain: { appHash: APP_HASH } });
  if (request.query !== undefined) return Response.fromPartial({ query: {} });
  if (request.checkTx !== undefined) return Response.fromPartial({ checkTx: {} });
  if (request.prepareProposal !== undefined) return Response.fromPartial({ prepareProposal: {} });
  if (request.processProposal !== undefined) return Response.fromPartial({ processProposal: { status: 1 } });
  if (request.finalizeBlock !== undefined) return Response.fromPartial({ finalizeBlock: { appHash: APP_HASH } });
  if (request.commit !== undefined) return Response.fromPartial({ commit: {} });
  return Response.fromPartial({ flush: {} });
}

function serve(connection: Socket): void {
  let held = Buffer.alloc(0);
  connection.on("error", () => undefined);
  connection.on("data", (chunk) => {
    held = Buffer.concat([held, chunk]);
    for (let frame = nextFrame(held); frame !== undefined; frame = nextFrame(held)) {
      const bytes = Response.encode(answerTo(Request.decode(held.subarray(frame.from, frame.to)))).finish();
      connection.write(Buffer.concat([varint(bytes.length), bytes]));
      held = held.subarray(frame.to);
    }
  });
}

function nextFrame(bytes: Buffer): { readonly from: number; readonly to: number } | undefined {
  let length = 0;
  for (let i = 0; i < bytes.length && i < 5; i++) {
    const byte = bytes[i] ?? 0;
    length += (byte & 127) * 2 ** (7 * i);
    if (byte < 128) return bytes.length >= i + 1 + length ? { from: i + 1, to: i + 1 + length } : undefined;
  }
  return undefined;
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) + 128);
  }
}

const engine = new EngineProcess({ file, home, log: () => undefined });
let connections = 0;
createServer((connection) => {
  serve(connection);
  connections++;
  if (connections === 4) process.stdout.write(`${engine.pid}\n`);
}).listen(socket, () => engine.start());
