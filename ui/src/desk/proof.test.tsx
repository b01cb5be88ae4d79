import { verifyEvidence } from "@meridian/proof/verify";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { Around, fakeDesk, fakeNode } from "./fake-desk.conformance.tsx";
import { VerifyButton } from "./proof.tsx";

afterEach(cleanup);

const rules = { open: () => undefined, firstBadSignature: () => 0 };

describe("a proof", () => {
  it("that a lying server gives is shown as broken, with the step that fails", async () => {
    const node = fakeNode({ evidence: async () => '{"format":"meridian-evidence/1"}' });
    const desk = fakeDesk({ node, verify: async (text) => verifyEvidence(text, { transactions: rules }) });
    render(
      <Around desk={desk}>
        <VerifyButton of={{ type: "transaction", id: "ab" }} />
      </Around>,
    );
    fireEvent.click(screen.getByTestId("verify"));
    expect((await screen.findByTestId("proof-broken")).textContent).toContain("Not verified: damaged or altered");
  });
});
