import { assertNever } from "@meridian/base/invariant";
import type { RowChange, View } from "@meridian/kernel/view";
import type { Event } from "./schema.ts";

/** Reviews by version of a prescription, and what became of single findings. */
export const view: View<Event> = {
  domain: "review",
  version: 1,
  tables: [
    {
      name: "reviews",
      columns: {
        prescription: "text",
        version: "integer",
        ruleSet: "text",
        findings: "text",
        critical: "integer",
        warning: "integer",
        info: "integer",
        coSign: "json",
        final: "json",
        custodian: "text",
        organisation: "text",
        prescriber: "text",
        attachedAt: "integer",
      },
      primaryKey: ["prescription", "version"],
      indexes: [["organisation"], ["ruleSet"]],
    },
    {
      name: "review_findings",
      columns: {
        prescription: "text",
        version: "integer",
        finding: "integer",
        what: "text",
        detail: "text",
        by: "text",
        custodian: "text",
        organisation: "text",
        at: "integer",
      },
      primaryKey: ["prescription", "version", "finding", "what"],
      indexes: [["what", "detail"]],
    },
  ],
  audience: {
    reviews: ["custodian", "organisation", "prescriber"],
    review_findings: ["by", "custodian", "organisation"],
  },
  apply: ({ event }) => [changeOf(event)],
};

function changeOf(event: Event): RowChange {
  const { prescription, version, at } = event;
  switch (event.type) {
    case "attached": {
      const { ruleSet, findings, counts, coSign, final, custodian, organisation, prescriber } = event;
      const whose = { custodian, organisation, prescriber };
      const row = { prescription, version, ruleSet, findings, ...counts, coSign, final, ...whose, attachedAt: at };
      return { op: "put", table: "reviews", row };
    }
    case "overridden":
      return finding(event, "override", event.reason, event.by);
    case "coSigned":
      return finding(event, "co-signature", null, event.by);
    case "feedbackGiven":
      return finding(event, "feedback", event.outcome, null);
    default:
      return assertNever(event);
  }
}

function finding(
  {
    prescription,
    version,
    finding: position,
    custodian,
    organisation,
    at,
  }: Exclude<Event, { readonly type: "attached" }>,
  what: string,
  detail: string | null,
  by: string | null,
): RowChange {
  const row = { prescription, version, finding: position, what, detail, by, custodian, organisation, at };
  return { op: "put", table: "review_findings", row };
}
