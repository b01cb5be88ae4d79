import { assertNever } from "@meridian/base/invariant";
import type { Recorded, Row, RowChange, Table, View } from "@meridian/kernel/view";
import type { Event } from "./schema.ts";
import { addressOf } from "./state.ts";

const tables: readonly Table[] = [
  {
    name: "validators",
    columns: {
      organisation: "text",
      public_key: "text",
      address: "text",
      power: "integer",
      control: "text",
      since_height: "integer",
      since: "integer",
      proposal: "text",
    },
    primaryKey: ["organisation"],
    indexes: [["control"]],
  },
  {
    name: "candidates",
    columns: { organisation: "text", public_key: "text", control: "text", offered_at: "integer" },
    primaryKey: ["organisation"],
    indexes: [],
  },
  {
    name: "nodes",
    columns: { organisation: "text", nodes: "json", since: "integer" },
    primaryKey: ["organisation"],
    indexes: [],
  },
  {
    name: "departures",
    columns: { organisation: "text", height: "integer", public_key: "text", reason: "text", reaching: "json" },
    primaryKey: ["organisation", "height", "reason"],
    indexes: [],
  },
  {
    name: "misbehaviour",
    columns: {
      address: "text",
      kind: "text",
      height: "integer",
      organisation: "text",
      public_key: "text",
      time: "integer",
      told_at: "integer",
      measure: "text",
    },
    primaryKey: ["address", "kind", "height"],
    indexes: [["organisation"]],
  },
  {
    name: "rules",
    columns: { rule: "text", value: "text", since: "integer", proposal: "text" },
    primaryKey: ["rule"],
    indexes: [],
  },
];

/** Who runs the network is public, and so is what they did wrong. */
export const view: View<Event> = {
  domain: "validator",
  version: 1,
  tables,
  audience: { validators: [], candidates: [], nodes: [], departures: [], misbehaviour: [], rules: [] },
  apply,
};

function apply({ event, time, height }: Recorded<Event>): readonly RowChange[] {
  switch (event.type) {
    case "opened":
      return [
        ...event.validators.map((seat) => seated({ ...seat, ...event })),
        ...event.validators.flatMap(({ organisation, nodes }) => nodeRows(organisation, nodes, time)),
        ...ruleRows(event, time),
      ];
    case "offered": {
      const { organisation, publicKey: public_key, control, nodes } = event;
      const row = { organisation, public_key, control, offered_at: time };
      return [put("candidates", row), ...nodeRows(organisation, nodes, time)];
    }
    case "admitted":
      return [drop("candidates", event.organisation), seated(event)];
    case "dismissed":
      return [drop("validators", event.organisation), departure({ ...event, reason: "dismissed" })];
    case "resigned": {
      if (event.from === "candidacy") return [drop("candidates", event.organisation)];
      return [drop("validators", event.organisation), departure({ ...event, reason: "resigned" })];
    }
    case "removed": {
      const left = ["validators", "candidates", "nodes"].map((table) => drop(table, event.organisation));
      return event.publicKey === undefined ? left : [...left, departure(event)];
    }
    case "keyRotated": {
      const { organisation, publicKey } = event;
      const set = { public_key: publicKey, address: addressOf(publicKey), since_height: height, since: time };
      return [{ op: "patch", table: "validators", where: { organisation }, set }];
    }
    case "nodesSet":
      return nodeRows(event.organisation, event.nodes, time);
    case "rulesSet":
      return ruleRows(event, time);
    case "misbehaved": {
      const { organisation, publicKey: public_key, validator: address, kind, measure } = event;
      const did = { address, kind, height: event.height, organisation, public_key, time: event.time };
      return [put("misbehaviour", { ...did, told_at: time, measure })];
    }
    case "kept":
      return [];
    default:
      return assertNever(event);
  }
}

type EventOf<Type extends Event["type"]> = Extract<Event, { readonly type: Type }>;

const put = (table: string, row: Row): RowChange => ({ op: "put", table, row });
const drop = (table: string, organisation: string): RowChange => ({ op: "delete", table, where: { organisation } });

const seated = (seat: Omit<EventOf<"admitted">, "type">): RowChange =>
  put("validators", {
    organisation: seat.organisation,
    public_key: seat.publicKey,
    address: addressOf(seat.publicKey),
    power: seat.power,
    control: seat.control,
    since_height: seat.height,
    since: seat.time,
    proposal: seat.proposal ?? null,
  });

const nodeRows = (organisation: string, nodes: readonly string[], since: number): readonly RowChange[] =>
  nodes.length === 0 ? [drop("nodes", organisation)] : [put("nodes", { organisation, nodes, since })];

type Departure = Omit<EventOf<"removed">, "type" | "reason"> & { readonly reason: string };
const departure = ({ organisation, height, publicKey, reason, reaching }: Departure): RowChange =>
  put("departures", { organisation, height, public_key: publicKey ?? null, reason, reaching: reaching ?? [] });

const ruleRows = ({ rules, proposal }: Omit<EventOf<"rulesSet">, "type">, since: number): readonly RowChange[] =>
  Object.entries(rules).map(([rule, value]) => put("rules", { rule, value, since, proposal: proposal ?? null }));
