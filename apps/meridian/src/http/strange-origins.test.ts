import { deepStrictEqual as same, ok as yes } from "node:assert";
import { describe, it } from "node:test";
import { PHYSICIAN } from "../node/test-network.conformance.ts";
import { ask, ORIGIN, openingOf, passkeyOpening, signedOpening } from "./desk.conformance.ts";
import { explanations } from "./refusal.ts";
import { type Served, serve } from "./served.conformance.ts";
import { STRANGE_ORIGINS_MAX } from "./strange-origins.ts";

const PUBLIC = "https://care.example.org";
const URL = "/v1/sessions";

describe("a page at an address that the operator did not name", () => {
  const servedWith = async (run: (served: Served, lines: readonly Line[]) => Promise<void>, origins?: string[]) => {
    const lines: Line[] = [];
    const logStream = { write: (line: string) => lines.push(JSON.parse(line)) };
    const served = await serve({ logLevel: "warn", logStream, ...(origins && { origins }) });
    try {
      await run(served, lines);
    } finally {
      await served.close();
    }
  };
  type Line = { readonly code: string; readonly origin: string; readonly msg: string; readonly zh: string };
  const from = (origin: string) => signedOpening(PHYSICIAN, openingOf({ origin }));

  it("opens no session, and the refusal says which address it is and that --origin names it", () =>
    servedWith(async (served) => {
      const { status, body } = await ask(served, "POST", URL, from(PUBLIC));
      same([status, body.rejection.code, body.rejection.origin], [401, "desk/wrong-origin", PUBLIC]);
      yes(body.rejection.origins.includes(ORIGIN));
      const words = explanations.get("desk/wrong-origin");
      for (const { next } of [words?.en, words?.zh].flatMap((each) => each ?? []))
        yes(next.includes("`--origin https://"), next);
    }));

  it("is told to the operator once, in both languages, with what to start the node with", () =>
    servedWith(async (served, lines) => {
      for (let times = 0; times < 3; times++) await ask(served, "POST", URL, from(PUBLIC));
      same(
        lines.map(({ code, origin }) => [code, origin]),
        [["desk/wrong-origin", PUBLIC]],
      );
      for (const text of [lines[0]?.msg, lines[0]?.zh]) yes(text?.includes(`--origin ${PUBLIC}`), text);
      same(JSON.stringify(lines).includes(PHYSICIAN), false);
    }));

  it("does not fill the log, whatever somebody sends", () =>
    servedWith(async (served, lines) => {
      for (const text of ["null", "care.example.org", `${PUBLIC}/p-1`, "line\nbreak"])
        await ask(served, "POST", URL, from(text));
      same(lines, []);
      for (let n = 0; n < 2 * STRANGE_ORIGINS_MAX; n++) await ask(served, "POST", URL, from(`https://${n}.example`));
      same(lines.length, STRANGE_ORIGINS_MAX);
    }));

  it("opens one once it is named, and nothing is told", () =>
    servedWith(
      async (served, lines) => {
        same((await ask(served, "POST", URL, from(PUBLIC))).status, 201);
        same(lines, []);
      },
      [PUBLIC],
    ));

  it("is another matter where passkeys do not work: naming it for the node would not help", () =>
    servedWith(
      async (served, lines) => {
        const { status, body } = await ask(served, "POST", URL, passkeyOpening(openingOf({ origin: PUBLIC })));
        const rejection = { code: "desk/no-passkeys-here", origin: PUBLIC, origins: [ORIGIN] };
        same([status, body.rejection], [401, rejection]);
        same(lines, []);
      },
      [PUBLIC, ORIGIN],
    ));
});
