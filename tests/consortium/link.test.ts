import { ok, deepStrictEqual as same } from "node:assert";
import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { after, before, describe, it } from "node:test";
import { setTimeout as later } from "node:timers/promises";
import { chanceFor } from "../faults/chance.ts";
import { Link } from "./link.ts";

const [PROXY, TARGET] = [30_001, 30_002];

/** What the other tests rely on: a link that loses, changes or reorders nothing except what it was told to. */
describe("a link between two nodes", () => {
  let echo: Server;
  let link: Link;
  before(async () => {
    echo = createServer({ noDelay: true }, (socket) => socket.on("error", () => undefined).pipe(socket));
    echo.listen(TARGET, "127.0.0.1");
    await once(echo, "listening");
    link = await Link.open(PROXY, TARGET, chanceFor("link"));
  });
  after(async () => {
    await link.close();
    echo.close();
  });

  const dial = async (): Promise<Socket> => {
    const socket = connect({ port: PROXY, host: "127.0.0.1", noDelay: true }).on("error", () => undefined);
    await once(socket, "connect");
    return socket;
  };
  /** `once` would give up at the error that comes before. */
  const closed = (socket: Socket): Promise<void> => new Promise((resolve) => socket.once("close", () => resolve()));
  const heard = async (socket: Socket, length: number): Promise<Buffer> => {
    const pieces: Buffer[] = [];
    let sum = 0;
    while (sum < length) {
      const [piece] = (await once(socket, "data")) as [Buffer];
      pieces.push(piece);
      sum += piece.length;
    }
    return Buffer.concat(pieces);
  };

  it("carries every byte in order, also with delay and jitter", async () => {
    link.conditions = { delayMilliseconds: 10, jitterMilliseconds: 20 };
    const socket = await dial();
    const sent = Buffer.from(Array.from({ length: 3_000_000 }, (_, i) => (i * 31) % 251));
    const begun = performance.now();
    const answer = heard(socket, sent.length);
    socket.write(sent);
    ok((await answer).equals(sent));
    ok(performance.now() - begun >= 20, "twice the delay");
    link.heal();
    socket.destroy();
  });

  it("carries no more bytes a second than it is told", async () => {
    link.conditions = { bytesPerSecond: 200_000 };
    const socket = await dial();
    const begun = performance.now();
    const answer = heard(socket, 50_000);
    socket.write(Buffer.alloc(50_000));
    await answer;
    ok(performance.now() - begun >= 400, `${performance.now() - begun} ms both ways`);
    link.heal();
    socket.destroy();
  });

  it("holds everything back while it is cut, and delivers it when healed", async () => {
    const socket = await dial();
    let arrived = 0;
    socket.on("data", (bytes) => {
      arrived += bytes.length;
    });
    link.cut();
    socket.write("sent into nothing");
    await later(100);
    same(arrived, 0);
    link.heal();
    await later(100);
    same(arrived, 17);
    socket.destroy();
  });

  it("breaks connections when refused, when told to, and by chance", async () => {
    const first = await dial();
    const gone = closed(first);
    link.refuse();
    await gone;
    await closed(connect({ port: PROXY, host: "127.0.0.1" }).on("error", () => undefined));
    link.heal();
    link.conditions = { breaksPercent: 50 };
    const unlucky = await dial();
    const broken = closed(unlucky);
    while (!unlucky.destroyed) {
      unlucky.write("x");
      await later(2);
    }
    await broken;
    link.heal();
    await later(20);
    same(link.connections, 0);
  });
});
