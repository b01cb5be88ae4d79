import { err } from "@meridian/base/result";
import { type DeskNode, NodeRefusal } from "@meridian/client/desk";
import { signersDigestOf } from "@meridian/kernel/signers";
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Language } from "../text/words.ts";
import { useAct } from "./act.tsx";
import type { Desk } from "./context.tsx";
import { Around, fakeDesk, fakeNode, fakeSessions } from "./fake-desk.conformance.tsx";

const commands = [{ domain: "prescription", type: "cancel", id: "rx-1" }] as const;

type CancelProps = { readonly onActed: (status: string | undefined) => void; readonly ask: boolean };

function Cancel({ onActed, ask }: CancelProps) {
  const act = useAct();
  const cancel = async (): Promise<void> => {
    const acted = await act({ commands, says: { zh: "撤销处方", en: "Cancel the prescription" }, ask });
    onActed(acted?.status);
  };
  return (
    <button type="button" onClick={() => void cancel()}>
      Cancel it
    </button>
  );
}

/** Asks for the act and answers what it came to. */
function asked(desk: Desk, language: Language = "en", ask = true): { readonly ends: (string | undefined)[] } {
  const ends: (string | undefined)[] = [];
  render(
    <Around desk={desk} language={language}>
      <Cancel onActed={(status) => ends.push(status)} ask={ask} />
    </Around>,
  );
  fireEvent.click(screen.getByText("Cancel it"));
  return { ends };
}

afterEach(cleanup);

describe("an act", () => {
  it("shows the sentence and who signs, and sends nothing before it is signed", async () => {
    const node = fakeNode();
    asked(fakeDesk({ node }));
    expect((await screen.findByTestId("sentence")).textContent).toBe("Cancel the prescription");
    expect(screen.getByText(/Signed by: Anna/)).toBeTruthy();
    expect(node.sent.length).toBe(0);
  });

  it("is sent once, however often one clicks", async () => {
    const node = fakeNode();
    const { ends } = asked(fakeDesk({ node }));
    const sign = await screen.findByTestId("sign");
    fireEvent.click(sign);
    fireEvent.click(sign);
    await screen.findByTestId("acted-committed");
    expect([node.sent.length, ends]).toEqual([1, ["committed"]]);
  });

  it("that one thinks better of sends nothing", async () => {
    const node = fakeNode();
    const { ends } = asked(fakeDesk({ node }));
    fireEvent.click(await screen.findByText("Do not sign"));
    await waitFor(() => expect(ends).toEqual([undefined]));
    expect(node.sent.length).toBe(0);
  });

  it("has a nonce of 16 bytes, made of the sentence", async () => {
    const node = fakeNode();
    asked(fakeDesk({ node }));
    fireEvent.click(await screen.findByTestId("sign"));
    await screen.findByTestId("acted-committed");
    const { nonce } = JSON.parse(node.sent[0]?.payload ?? "{}") as { readonly nonce: string };
    expect(nonce).toMatch(/^[0-9a-f]{32}$/);
  });

  it("names all who sign before any of them does", async () => {
    const node = fakeNode();
    const keys = ["aa", "bb"].map((byte) => ({ kind: "ed25519" as const, publicKey: byte.repeat(32) }));
    asked(fakeDesk({ node, sessions: fakeSessions({ signingKeys: async () => keys }) }));
    fireEvent.click(await screen.findByTestId("sign"));
    await screen.findByTestId("acted-committed");
    const { signers } = JSON.parse(node.sent[0]?.payload ?? "{}") as { readonly signers: string };
    expect(signers).toBe(signersDigestOf(keys));
  });

  it("that the ledger refuses is told with its code", async () => {
    const node = fakeNode({ submit: async () => err({ code: "prescription/final" }) });
    const { ends } = asked(fakeDesk({ node }));
    fireEvent.click(await screen.findByTestId("sign"));
    expect((await screen.findByTestId("acted-refused")).textContent).toContain("prescription/final");
    expect(ends).toEqual(["refused"]);
  });

  it("that the ledger refuses is told in words once they are there, and never in others before", async () => {
    const words = { happened: "It is over.", next: "Write another one." };
    let answer = (_: unknown): void => {};
    const ask = () => new Promise<unknown>((resolve) => (answer = resolve));
    const submit = async () => err({ code: "prescription/final" } as const);
    asked(fakeDesk({ node: fakeNode({ submit, ask: ask as DeskNode["ask"] }) }));
    fireEvent.click(await screen.findByTestId("sign"));
    expect((await screen.findByTestId("acted-refused")).textContent).not.toContain("The request was refused");
    answer({ rejections: { "prescription/final": { zh: words, en: words } } });
    await screen.findByText("It is over.");
  });

  it("whose connection is lost in mid-signature is neither done nor lost", async () => {
    const node = fakeNode({
      submit: async () => {
        throw new NodeRefusal({ code: "offline" });
      },
    });
    const { ends } = asked(fakeDesk({ node }));
    fireEvent.click(await screen.findByTestId("sign"));
    await screen.findByTestId("acted-unknown");
    expect(ends).toEqual(["unknown"]);
  });

  it("whose receipt cannot be asked for is neither done nor refused: the ledger took it", async () => {
    const node = fakeNode({
      receipt: async () => {
        throw new NodeRefusal({ code: "gateway/rate-limited" });
      },
    });
    const { ends } = asked(fakeDesk({ node }));
    fireEvent.click(await screen.findByTestId("sign"));
    await screen.findByTestId("acted-unknown");
    expect(ends).toEqual(["unknown"]);
  });

  it("in a session that is over signs nothing and says so", async () => {
    const sessions = fakeSessions({
      signPayload: async () => {
        throw new NodeRefusal({ code: "desk/session-expired" });
      },
    });
    const node = fakeNode();
    asked(fakeDesk({ node, sessions }));
    fireEvent.click(await screen.findByTestId("sign"));
    expect((await screen.findByTestId("acted-refused")).textContent).toContain("nothing was signed");
    expect(node.sent.length).toBe(0);
  });
});

describe("a fault of the app in mid-act", () => {
  const bug = new TypeError("a bug");
  const fails = async (): Promise<never> => {
    throw bug;
  };
  /** The document of these tests has none of its own. */
  const told = () => {
    const report = vi.fn();
    vi.stubGlobal("reportError", report);
    return report;
  };
  afterEach(() => vi.unstubAllGlobals());

  it("before anything was sent ends with that, is reported, and leaves a way out", async () => {
    const report = told();
    const node = fakeNode();
    const { ends } = asked(fakeDesk({ node, sessions: fakeSessions({ signPayload: fails }) }));
    fireEvent.click(await screen.findByTestId("sign"));
    expect((await screen.findByTestId("acted-failed")).textContent).toContain("Nothing was sent");
    expect([node.sent.length, ends]).toEqual([0, ["failed"]]);
    expect(report).toHaveBeenCalledExactlyOnceWith(bug);
    fireEvent.click(screen.getByTestId("close-sheet"));
    await waitFor(() => expect(screen.queryByTestId("acted-failed")).toBeNull());
    fireEvent.click(screen.getByText("Cancel it"));
    await screen.findByTestId("sign");
  });

  it("after the signature says that it may have been sent, and where to look", async () => {
    const report = told();
    const { ends } = asked(fakeDesk({ node: fakeNode({ submit: fails }) }));
    fireEvent.click(await screen.findByTestId("sign"));
    const sheet = await screen.findByTestId("acted-failed");
    expect(sheet.textContent).toContain("may have been sent");
    expect(sheet.querySelector("a")?.getAttribute("href")).toMatch(/^\/n\/tx\/[0-9a-f]{64}$/);
    expect(ends).toEqual(["failed"]);
    expect(report).toHaveBeenCalledExactlyOnceWith(bug);
  });

  it("in Chinese says the same", async () => {
    told();
    asked(fakeDesk({ sessions: fakeSessions({ signPayload: fails }) }), "zh");
    fireEvent.click(await screen.findByTestId("sign"));
    expect((await screen.findByTestId("acted-failed")).textContent).toContain("什么也没有送出");
  });

  it("that nobody was asked about is shown all the same", async () => {
    told();
    const { ends } = asked(fakeDesk({ sessions: fakeSessions({ signPayload: fails }) }), "en", false);
    await screen.findByTestId("acted-failed");
    expect(ends).toEqual(["failed"]);
  });
});
