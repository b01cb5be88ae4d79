import { type Static, Type } from "@fastify/type-provider-typebox";
import {
  type Card,
  cardsOf,
  cardUuid,
  type OrderSignRequest,
  type Read,
  reviewRequestOf,
} from "@meridian/review/cds-hooks";
import { type Reviewer, reviewerOf } from "@meridian/review/evaluate";
import { demonstrationRules, NOTICE } from "@meridian/review/rules/demonstration";
import { lookupsOn, reasonTextIn, settingOf } from "../codings.ts";
import type { App, Gateway } from "../gateway.ts";
import { type Language, languageOf } from "../refusal.ts";
import { AnyJson, refusals } from "../schemas.ts";

const SERVICE = "meridian-order-sign";
const BODY_BYTES_MAX = 1_048_576;
const tags = ["decision support"];

const Text = Type.Optional(Type.String());
const Concept = Type.Object({
  coding: Type.Optional(Type.Array(Type.Object({ system: Text, code: Text, display: Text }))),
});
const Quantity = Type.Object({ value: Type.Optional(Type.Number()), unit: Text, code: Text });
const Timing = Type.Object({
  repeat: Type.Optional(
    Type.Object({ frequency: Type.Optional(Type.Number()), period: Type.Optional(Type.Number()), periodUnit: Text }),
  ),
});
const Dosage = Type.Object({
  route: Type.Optional(Concept),
  timing: Type.Optional(Timing),
  doseAndRate: Type.Optional(Type.Array(Type.Object({ doseQuantity: Type.Optional(Quantity) }))),
});
/** Every member that a review reads, of whatever resource; the others pass unread. */
const Resource = Type.Object({
  resourceType: Type.String(),
  gender: Text,
  birthDate: Text,
  effectiveDateTime: Text,
  code: Type.Optional(Concept),
  valueQuantity: Type.Optional(Quantity),
  medicationCodeableConcept: Type.Optional(Concept),
  dosageInstruction: Type.Optional(Type.Array(Dosage, { maxItems: 50 })),
  dispenseRequest: Type.Optional(Type.Object({ expectedSupplyDuration: Type.Optional(Quantity) })),
});
const Bundle = Type.Object({
  resourceType: Type.Literal("Bundle"),
  entry: Type.Optional(Type.Array(Type.Object({ resource: Type.Optional(Resource) }), { maxItems: 500 })),
});
const Encounter = Type.Object({
  resourceType: Type.Literal("Encounter"),
  class: Type.Optional(Type.Object({ system: Text, code: Text })),
});
const OrderSign = Type.Object({
  hook: Type.Literal("order-sign"),
  hookInstance: Type.String({ maxLength: 100 }),
  context: Type.Object({ userId: Type.String(), patientId: Type.String(), encounterId: Text, draftOrders: Bundle }),
  prefetch: Type.Optional(
    Type.Object({
      patient: Type.Optional(Resource),
      encounter: Type.Optional(Encounter),
      allergies: Type.Optional(Bundle),
      conditions: Type.Optional(Bundle),
      observations: Type.Optional(Bundle),
    }),
  ),
});

const PREFETCH = {
  patient: "Patient/{{context.patientId}}",
  encounter: "Encounter/{{context.encounterId}}",
  allergies: "AllergyIntolerance?patient={{context.patientId}}&clinical-status=active",
  conditions: "Condition?patient={{context.patientId}}&clinical-status=active",
  observations: "Observation?patient={{context.patientId}}&code=62238-1,33914-3,98979-8&_sort=-date&_count=1",
};

/** CDS Hooks 2.0: the shipped rule set, for clinical systems. What is sent is judged and forgotten, never stored. */
export function decisionSupportRoutes(app: App, { readers }: Gateway): void {
  let reviewer: Reviewer | undefined;

  app.get(
    "/cds-services",
    { schema: { tags, summary: "CDS Hooks discovery", response: { 200: AnyJson, ...refusals } } },
    async (request) => {
      const notice = NOTICE[languageOf(request.headers["accept-language"])];
      const title = "Meridian automatic review 系统审方";
      const service = { hook: "order-sign", id: SERVICE, title, description: notice, prefetch: PREFETCH };
      return { services: [service] };
    },
  );

  app.post(
    `/cds-services/${SERVICE}`,
    {
      bodyLimit: BODY_BYTES_MAX,
      schema: {
        tags,
        summary: "CDS Hooks order-sign: cards for what the rules find",
        body: OrderSign,
        response: { 200: AnyJson, ...refusals },
      },
    },
    async (request) => {
      const language = languageOf(request.headers["accept-language"]);
      const today = new Date(readers.now * 1_000).toISOString().slice(0, 10);
      const setting = settingOf(request.body.prefetch?.encounter?.class ?? {});
      const read = reviewRequestOf(orderOf(request.body), lookupsOn(today, setting));
      reviewer ??= reviewerOf(demonstrationRules);
      const { hookInstance } = request.body;
      const found = cardsOf(reviewer.review(read.request), hookInstance, language, reasonTextIn(language));
      const cards = [...found, ...unreadCards(read, hookInstance, language)];
      // Whoever shows a finding of this set must show its notice beside it.
      return { cards: cards.map((card) => ({ ...card, detail: `${card.detail}\n\n${NOTICE[language]}` })) };
    },
  );
}

/** The schema has checked every member that is read; which resource stands where is for the review to look at. */
const orderOf = (body: Static<typeof OrderSign>): OrderSignRequest => body as OrderSignRequest;

/** Where something could not be read, no card must pass for an all-clear. */
function unreadCards({ unreadable }: Read, hookInstance: string, language: Language): readonly Card[] {
  if (unreadable.length === 0) return [];
  const places = unreadable.map(({ at, position }) => `${at}[${position}]`).join(", ");
  const summary =
    language === "zh"
      ? `有 ${unreadable.length} 处内容无法识别，系统审方没有包括它们`
      : `${unreadable.length} parts could not be read, so the automatic review left them out`;
  const uuid = cardUuid("unreadable", hookInstance);
  return [{ uuid, summary, detail: places, indicator: "warning", source: { label: "Meridian" }, overrideReasons: [] }];
}
