import { deepStrictEqual as same } from "node:assert";
import type { BrowserContext, Page } from "playwright-core";

export const STEPS = [
  "passkey",
  "prescribe",
  "review",
  "claim",
  "settle",
  "dispense",
  "deliver",
  "inspect",
  "tamper",
  "evidence",
] as const;

/** A platform authenticator with user verification and PRF, as of a phone, driven over the DevTools protocol. */
export async function withAuthenticator(context: BrowserContext, page: Page): Promise<void> {
  const devtools = await context.newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      ctap2Version: "ctap2_1",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      hasPrf: true,
      automaticPresenceSimulation: true,
      isUserVerified: true,
      defaultBackupEligibility: true,
      defaultBackupState: true,
    },
  });
}

const stepOf = (page: Page): Promise<string | null> => page.getByTestId("tour").getAttribute("data-step");

/** Presses the highlighted button of the step that is due, and waits for the next. */
export async function playStep(page: Page, step: (typeof STEPS)[number], kind: "passkey" | "device"): Promise<void> {
  same(await stepOf(page), step);
  const button = step === "passkey" && kind === "device" ? "tour-device" : "tour-next";
  await page.getByTestId(button).click();
  const next = STEPS[STEPS.indexOf(step) + 1] ?? "done";
  await page.locator(`[data-testid="tour"][data-step="${next}"]`).waitFor({ timeout: 40_000 });
}
