import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { Request, Response } from "cosmjs-types/tendermint/abci/types";
import { FrameReader, framed } from "./framing.ts";

type Kind = keyof Request;

/** One connection of an engine, for tests: asks, and hands the answers out in the order in which they come. */
export class EngineSide {
  readonly socket: Socket;
  readonly #waiting: { resolve: (response: Response) => void; reject: (error: Error) => void }[] = [];
  /** Everything that came, in order. */
  readonly answers: Response[] = [];

  constructor(path: string) {
    this.socket = connect(path);
    const reader = new FrameReader(2 ** 31);
    this.socket.on("data", (chunk: Buffer) => {
      for (const message of reader.read(chunk)) {
        const response = Response.decode(message);
        this.answers.push(response);
        this.#waiting.shift()?.resolve(response);
      }
    });
    this.socket.on("error", () => undefined);
    this.socket.on("close", () => {
      for (const { reject } of this.#waiting.splice(0)) reject(new Error("the connection ended"));
    });
  }

  /** Asks with what differs from an empty request; resolves with the next answer that nobody else waits for. */
  ask<K extends Kind>(kind: K, request: Partial<NonNullable<Request[K]>> = {}): Promise<Response> {
    return this.send(Request.encode(Request.fromPartial({ [kind]: request } as Partial<Request>)).finish());
  }

  /** Sends any bytes as one message. */
  send(message: Uint8Array): Promise<Response> {
    const answer = new Promise<Response>((resolve, reject) => this.#waiting.push({ resolve, reject }));
    this.socket.write(framed([message]));
    return answer;
  }

  /** Sends bytes without a frame. */
  raw(bytes: Uint8Array): void {
    this.socket.write(bytes);
  }

  async closed(): Promise<void> {
    if (!this.socket.closed) await once(this.socket, "close");
  }

  end(): Promise<void> {
    this.socket.destroy();
    return this.closed();
  }
}
