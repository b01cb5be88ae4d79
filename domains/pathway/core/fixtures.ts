import type { PathwayDocument, Transition } from "./document.ts";
import { dualChannelRetail } from "./pathways/dual-channel-retail.ts";
import type { GuardRequest } from "./rules.ts";

/** A pathway to break, one change at a time. */
export const sound: PathwayDocument = dualChannelRetail;

export const changed = (id: string, change: Partial<Transition>): PathwayDocument => ({
  ...sound,
  transitions: sound.transitions.map((each) => (each.id === id ? { ...each, ...change } : each)),
});
export const without = (...ids: readonly string[]): PathwayDocument => ({
  ...sound,
  transitions: sound.transitions.filter(({ id }) => !ids.includes(id)),
});

export const actors = {
  physician: {
    organisation: "h1",
    kind: "hospital",
    roles: ["physician"],
    credentials: ["licence-hospital", "licence-physician"],
  },
  reviewer: { organisation: "h1", kind: "hospital", roles: ["pharmacist"], credentials: ["licence-pharmacist"] },
  pharmacist: {
    organisation: "p1",
    kind: "pharmacy",
    roles: ["pharmacist"],
    credentials: ["licence-pharmacy", "licence-pharmacist"],
  },
  rival: { organisation: "p2", kind: "pharmacy", roles: ["pharmacist"], credentials: ["licence-pharmacist"] },
  patient: { organisation: "", kind: "patient", roles: [], credentials: [] },
  carrier: { organisation: "c1", kind: "carrier", roles: ["courier"], credentials: ["licence-carrier"] },
  commission: { organisation: "hc", kind: "health-commission", roles: ["officer"], credentials: [] },
  arbiter: { organisation: "ar", kind: "arbitration", roles: ["officer"], credentials: [] },
  insurer: { organisation: "in", kind: "insurance-authority", roles: ["officer"], credentials: [] },
  anyone: { organisation: "", kind: "", roles: [], credentials: [] },
} satisfies Record<string, GuardRequest["actor"]>;

/** An issue at 1,000 s that ends at 2,000 s; now is 1,500 s. */
export function request(
  command: string,
  from: string,
  actor: keyof typeof actors,
  rx: Partial<GuardRequest["rx"]> = {},
  now = 1_500,
): GuardRequest {
  const issue: GuardRequest["rx"] = {
    status: from,
    issuedAt: 1_000,
    expiresAt: 2_000,
    notBefore: 1_000,
    items: 2,
    series: 1,
    seriesOf: 1,
    cancelPending: false,
    held: false,
    selfPay: false,
    nominated: "",
    assigned: "",
    claimedBy: "p1",
    classes: ["general"],
    delivery: false,
    substituted: false,
  };
  return { command, from, actor: actors[actor], rx: { ...issue, ...rx }, now };
}
