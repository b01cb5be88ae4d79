import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { useAct } from "./act.tsx";
import { Around, fakeDesk, fakeNode } from "./fake-desk.conformance.tsx";

vi.mock("./sign-sheet.tsx", () => {
  throw new Error("the network is gone");
});
afterEach(cleanup);

const commands = [{ domain: "prescription", type: "cancel", id: "rx-1" }] as const;

function Cancel({ onActed }: { readonly onActed: (acted: unknown) => void }) {
  const act = useAct();
  return (
    <button type="button" onClick={() => void act({ commands, says: { zh: "撤销", en: "Cancel" } }).then(onActed)}>
      Cancel it
    </button>
  );
}

it("an act whose sheet cannot be loaded says so, signs nothing, and ends when it is closed", async () => {
  const reported = vi.fn();
  vi.stubGlobal("reportError", reported);
  const node = fakeNode();
  const acted = vi.fn();
  render(
    <Around desk={fakeDesk({ node })} language="en">
      <Cancel onActed={acted} />
    </Around>,
  );
  fireEvent.click(screen.getByText("Cancel it"));
  await screen.findByRole("alertdialog");
  expect([node.sent.length, reported.mock.calls.length]).toEqual([0, 1]);
  fireEvent.click(screen.getByText("Close"));
  await vi.waitFor(() => expect(acted).toHaveBeenCalledWith(undefined));
  expect(screen.queryByRole("alertdialog")).toBeNull();
});
