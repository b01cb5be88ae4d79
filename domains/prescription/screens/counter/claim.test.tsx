import type { OrganisationId, PrescriptionId } from "@meridian/base/ids";
import { accessCodeText } from "@meridian/client/access-code";
import { Around, fakeDesk, fakeNode } from "@meridian/ui/desk/fake-desk.conformance";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { CounterClaim } from "./claim.tsx";

const member = (id: string, kind: string, en: string) => ({ id: id as OrganisationId, kind, zh: en, en });
const organisations = [
  member("harmony", "insurer", "Harmony"),
  member("fund", "insurance-authority", "The fund"),
  member("corner", "pharmacy", "Corner"),
];
const code = accessCodeText({
  prescription: "rx-1" as PrescriptionId,
  seed: new Uint8Array(32).fill(7),
});

/** Scans a patient's code after choosing, signs, and answers the claim that was sent and the sentence it was signed by. */
async function claimed(payer?: string) {
  const node = fakeNode();
  const desk = fakeDesk({ node, directory: { organisations, staff: [] } });
  const onClaimed = vi.fn();
  render(
    <Around desk={desk}>
      <CounterClaim houses={["corner" as OrganisationId]} hrefOf={(id) => id} onClaimed={onClaimed} />
    </Around>,
  );
  if (payer !== undefined) fireEvent.change(await screen.findByTestId("payer"), { target: { value: payer } });
  const field = await screen.findByTestId("scan");
  fireEvent.change(field, { target: { value: code } });
  fireEvent.keyDown(field, { key: "Enter" });
  const sentence = (await screen.findByTestId("sentence")).textContent;
  fireEvent.click(await screen.findByTestId("sign"));
  await vi.waitFor(() => expect(onClaimed).toHaveBeenCalledWith("rx-1"));
  const { commands } = JSON.parse(node.sent[0]?.payload ?? "{}") as { readonly commands: readonly unknown[] };
  return { command: commands[0], sentence };
}

afterEach(cleanup);
const claim = { domain: "prescription", type: "claim", id: "rx-1", organisation: "corner" };

it("asks the public insurance to pay where nobody else is chosen, and says so before it is signed", async () => {
  const { command, sentence } = await claimed();
  expect(command).toEqual({ ...claim, payer: "fund" });
  expect(sentence).toContain("The fund is asked to pay");
});

it("asks another insurer", async () =>
  expect((await claimed("harmony")).command).toEqual({ ...claim, payer: "harmony" }));

it("asks nobody", async () => {
  const { command, sentence } = await claimed("");
  expect(command).toEqual(claim);
  expect(sentence).toContain("nobody is asked to pay");
});
