import type { OrganisationId } from "@meridian/base/ids";
import { isIssue } from "@meridian/prescription/state";
import { play, RX, START, WAYS } from "@meridian/prescription/testkit";
import { DAY } from "@meridian/prescription/vocabulary";
import { Around, fakeDesk, fakeNode } from "@meridian/ui/desk/fake-desk.conformance";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { MoreDeeds } from "./more-deeds.tsx";

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

/** The counter's other deeds for what was settled at `START`, so many seconds later. */
function shownAfter(seconds: number) {
  vi.useFakeTimers({ now: (START + seconds) * 1_000, toFake: ["Date"] });
  const { state } = play(WAYS["SETTLED"] ?? []);
  if (!isIssue(state)) throw new Error("a prescription is settled");
  const node = fakeNode();
  render(
    <Around desk={fakeDesk({ node })}>
      <MoreDeeds id={RX} issue={state} house={"corner" as OrganisationId} />
    </Around>,
  );
  return node;
}

it("does not let a settlement lapse that still waits to be handed over", () => {
  shownAfter(4 * DAY);
  expect(screen.queryByTestId("lapse")).toBeNull();
});

it("lets a settlement lapse once nothing was handed over in time", async () => {
  const node = shownAfter(6 * DAY);
  fireEvent.click(screen.getByTestId("lapse"));
  fireEvent.click(await screen.findByTestId("sign"));
  await screen.findByTestId("acted-committed");
  const { commands } = JSON.parse(node.sent[0]?.payload ?? "{}") as { readonly commands: readonly unknown[] };
  expect(commands).toEqual([{ domain: "prescription", type: "lapseSettlement", id: RX }]);
});
