import { NodeRefusal } from "@meridian/client/desk";
import type { Desk } from "@meridian/ui/desk/context";
import { download } from "@meridian/ui/desk/proof";
import type { Language } from "@meridian/ui/text/words";
import { registerNewcomer } from "../sign-in/register.ts";
import type { Cast, Part } from "./story/cast.ts";
import { claim, deliver, dispense, review } from "./story/counter.ts";
import { prescribe } from "./story/prescribe.ts";
import { settle } from "./story/settle.ts";
import { needed, type Story, type Tampering } from "./story/state.ts";
import type { words } from "./words.ts";

type StepId = keyof (typeof words)["zh"]["steps"];
type Scene = { readonly cast: Cast; readonly desk: Desk; readonly language: Language };

export type TourStep = {
  readonly id: StepId;
  /** Who acts. */
  readonly part: Part | "court";
  /** Where the part's own page shows what came of it. */
  readonly page?: (story: Story) => string;
  readonly run: (scene: Scene, story: Story, choice?: "device") => Promise<Partial<Story>>;
};

const rxPage =
  (prefix: string) =>
  ({ prescription }: Story): string =>
    prescription === undefined ? "/" : `${prefix}/${prescription}`;

/** The whole tour, in order. Each step really signs and sends. */
export const TOUR: readonly TourStep[] = [
  { id: "passkey", part: "patient", run: makeKey },
  {
    id: "prescribe",
    part: "doctor",
    page: rxPage("/d/rx"),
    run: ({ cast, language }, story) => prescribe(cast, story, language),
  },
  {
    id: "review",
    part: "reviewer",
    page: () => "/ph",
    run: ({ cast, language }, story) => review(cast, story, language),
  },
  {
    id: "claim",
    part: "pharmacist",
    page: rxPage("/ph/rx"),
    run: ({ cast, language }, story) => claim(cast, story, language),
  },
  {
    id: "settle",
    part: "insurer",
    page: ({ settlement }) => (settlement === undefined ? "/i" : `/i/st/${settlement}`),
    run: ({ cast, language }, story) => settle(cast, story, language),
  },
  {
    id: "dispense",
    part: "pharmacist",
    page: rxPage("/ph/rx"),
    run: ({ cast, language }, story) => dispense(cast, story, language),
  },
  {
    id: "deliver",
    part: "courier",
    page: () => "/ph/deliveries",
    run: ({ cast, language }, story) => deliver(cast, story, language),
  },
  {
    id: "inspect",
    part: "regulator",
    page: rxPage("/r/rx"),
    run: async ({ cast }) => {
      await cast.signedIn("regulator");
      return {};
    },
  },
  { id: "tamper", part: "regulator", run: tamper },
  { id: "evidence", part: "court", run: takeEvidence },
];

async function makeKey({ cast, language }: Scene, _story: Story, choice?: "device"): Promise<Partial<Story>> {
  const { node, sessions } = cast.playerOf("patient");
  const { possible } = await sessions.passkeys();
  const kind = possible && choice !== "device" ? "passkey" : "device";
  const key = await sessions.makeKey(kind, language === "zh" ? "两分钟体验" : "Two-minute tour");
  const { holder } = await registerNewcomer(node, sessions, key, "");
  if (holder.type !== "person") throw new NodeRefusal({ code: "gateway/unknown-key" });
  return { key, patient: holder.person };
}

async function tamper({ desk, cast }: Scene, story: Story): Promise<Partial<Story>> {
  const { node } = await cast.signedIn("regulator");
  const prescription = needed(story.prescription, "prescription");
  const tampering = await node.ask<Tampering>("POST", "/v1/desk/tamper", { prescription });
  return { tampering: { ...tampering, report: await desk.verify(tampering.evidence) } };
}

async function takeEvidence({ cast }: Scene, story: Story): Promise<Partial<Story>> {
  const record = needed(story.prescription, "prescription");
  const { node } = cast.playerOf("patient");
  const evidence = await node.evidence({ type: "event", domain: "prescription", record, event: "delivered" });
  download("meridian-evidence.json", evidence);
  return { evidence };
}
