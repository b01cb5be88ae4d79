import { deepStrictEqual as same, ok as yes } from "node:assert";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, describe, it } from "node:test";
import type { LiveBlock } from "@meridian/client/desk";
import type { Wire } from "./answers.ts";
import { EventStream } from "./event-stream.ts";
import { follow } from "./live.ts";

const block = (height: number): string =>
  `id: ${height}\nevent: block\ndata: ${JSON.stringify({ height, time: height, events: [] })}\n\n`;

describe("server-sent events", () => {
  const whole = `retry: 1000\n\n: beat\n\n${block(7)}event: other\ndata: a\ndata:b\n\ndata\n\n`;
  const expected = [
    { event: "block", data: '{"height":7,"time":7,"events":[]}' },
    { event: "other", data: "a\nb" },
    { event: "message", data: "" },
  ];

  it("are the same wherever the network cuts them", () => {
    for (let cut = 0; cut <= whole.length; cut++) {
      const stream = new EventStream();
      same([...stream.take(whole.slice(0, cut)), ...stream.take(whole.slice(cut))], expected);
    }
  });

  it("end lines in any of the three ways, also cut between both characters", () => {
    for (const end of ["\n", "\r", "\r\n"]) {
      const text = whole.replaceAll("\n", end);
      for (let cut = 0; cut <= text.length; cut++) {
        const stream = new EventStream();
        same([...stream.take(text.slice(0, cut)), ...stream.take(""), ...stream.take(text.slice(cut))], expected);
      }
    }
  });

  it("are not told before they are whole", () => {
    const stream = new EventStream();
    same(stream.take("data: x\n"), []);
    same(stream.take("\n"), [{ event: "message", data: "x" }]);
  });
});

describe("following the ledger", () => {
  let server: Server;
  let wire: Wire;
  let genesis = "one";
  let height = 30;
  let token: string | undefined;
  let opened: { from: number; authorization: string | undefined; response: ServerResponse }[] = [];
  /** What the node does with a new stream. */
  let serve: (response: ServerResponse, from: number) => void = () => {};
  let expired = 0;
  const pace = { pauses: [5, 10], silence: 20_000 };

  before(async () => {
    server = createServer((request, response) => {
      const url = new URL(request.url ?? "/", "http://localhost");
      if (url.pathname === "/v1/standing") return response.end(JSON.stringify({ genesis, height }));
      const from = Number(url.searchParams.get("from"));
      opened.push({ from, authorization: request.headers.authorization, response });
      return serve(response, from);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    wire = { base: `http://127.0.0.1:${port}`, token: () => token, onExpired: () => expired++ };
  });
  beforeEach(() => {
    opened = [];
    genesis = "one";
    height = 30;
    token = undefined;
    expired = 0;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  /** Heights and states until there are enough heights. */
  const followed = (count: number, pauses = pace): Promise<{ heights: number[]; states: string[] }> =>
    new Promise((resolve) => {
      const heights: number[] = [];
      const states: string[] = [];
      const stop = follow(
        wire,
        (told: LiveBlock) => {
          heights.push(told.height);
          if (heights.length < count) return;
          stop();
          resolve({ heights, states });
        },
        (state) => states.push(state),
        pauses,
      );
    });
  const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at);
  const blocks = (from: number, to: number): string => range(from, to).map(block).join("");

  it("begins a little before the present", async () => {
    serve = (response, from) => response.write(blocks(from, 30));
    same(await followed(20), { heights: range(11, 30), states: ["live"] });
  });

  it("goes on after a break with no gap and nothing twice, whatever the node repeats", async () => {
    serve = (response, from) => {
      // The node overlaps by three, and breaks in the middle of a message.
      response.write(blocks(Math.max(1, from - 3), from + 4) + block(from + 5).slice(0, 20));
      setTimeout(() => response.destroy(), 5);
    };
    const { heights, states } = await followed(22);
    same(heights, range(11, 32));
    same(
      opened.map(({ from }) => from),
      [11, 16, 21, 26, 31],
    );
    yes(states.includes("lost"));
  });

  it("waits while the node is away, then goes on", async () => {
    let refusals = 0;
    serve = (response, from) => {
      if (refusals++ < 3) {
        response.statusCode = 503;
        return response.end('{"rejection":{"code":"gateway/too-many-streams"}}');
      }
      return response.write(blocks(from, 30));
    };
    same((await followed(20)).heights, range(11, 30));
    same(opened.length, 4);
  });

  it("takes a connection without a sign of life for dead", async () => {
    serve = (response, from) => {
      response.write(block(from));
      if (opened.length > 1) response.write(blocks(from + 1, 30));
    };
    same((await followed(20, { pauses: [5], silence: 300 })).heights, range(11, 30));
    yes(opened.length >= 2);
  });

  it("begins anew where another network answers at the same address", async () => {
    serve = (response, from) => {
      response.write(blocks(from, from + 4));
      if (genesis === "two") return;
      genesis = "two";
      height = 22;
      setTimeout(() => response.destroy(), 5);
    };
    same((await followed(10)).heights, [...range(11, 15), ...range(3, 7)]);
  });

  it("comes back in another name when somebody signs in, without a word about a loss", async () => {
    serve = (response, from) => {
      response.write(block(from));
      if (token !== undefined) response.write(blocks(from + 1, 30));
      token = "t";
      setTimeout(() => response.write(": beat\n\n"), 5);
    };
    const { heights, states } = await followed(20);
    same(heights, range(11, 30));
    same(states, ["live", "live"]);
    same(
      opened.map(({ authorization }) => authorization),
      [undefined, "Session t"],
    );
  });

  it("comes back at once, and without a word about a loss, when the node ends the stream", async () => {
    serve = (response, from) => {
      response.write(blocks(from, from + 4));
      if (opened.length < 4) setTimeout(() => response.end(), 5);
    };
    same(await followed(20, { ...pace, pauses: [60_000] }), {
      heights: range(11, 30),
      states: ["live", "live", "live", "live"],
    });
  });

  it("waits before it comes back to a node that ends the stream without telling a block", async () => {
    serve = (response, from) => {
      if (opened.length < 4) return response.end();
      return response.write(blocks(from, 30));
    };
    same((await followed(20)).states, ["live", "live", "lost", "live", "lost", "live"]);
  });

  it("drops a session that is over, and follows as a stranger", async () => {
    token = "old";
    serve = (response, from) => {
      if (opened.at(-1)?.authorization === undefined) return response.write(blocks(from, 30));
      response.statusCode = 401;
      token = undefined;
      return response.end('{"rejection":{"code":"desk/session-expired"}}');
    };
    await followed(20);
    same(expired, 1);
  });
});
