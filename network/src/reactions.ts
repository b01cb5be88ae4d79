import type { PrescriptionId } from "@meridian/base/ids";
import type { Command as GovernanceCommand, Event as GovernanceEvent } from "@meridian/governance/schema";
import type { Event } from "@meridian/kernel/contract";
import type { Command } from "@meridian/kernel/transaction";
import type { Command as KeyCommand, KeyHolder } from "@meridian/key/schema";
import { PARTICIPATION } from "@meridian/organisation/participation";
import {
  DOUBLE_SIGNING,
  type Command as OrganisationCommand,
  type Event as OrganisationEvent,
} from "@meridian/organisation/schema";
import type { Command as PathwayCommand, Event as PathwayEvent } from "@meridian/pathway/schema";
import type { Event as PersonEvent } from "@meridian/person/schema";
import type { Event as PrescriptionEvent } from "@meridian/prescription/events";
import type { Command as PrescriptionCommand } from "@meridian/prescription/schema";
import { accrualOf } from "@meridian/settlement/commands";
import type { Command as SettlementCommand, Event as SettlementEvent } from "@meridian/settlement/schema";
import type { Command as UnitCommand } from "@meridian/unit/schema";
import type { Command as ValidatorCommand, Event as ValidatorEvent } from "@meridian/validator/schema";

/**
 * What an event of one domain causes in others, inside the same transaction and in this order. A caused command that is
 * refused takes the whole transaction with it, so none of these may be refused for reasons that the first one's author
 * cannot help. Each receiving domain accepts its command from exactly these events.
 */
export function reactionsTo(domain: string, record: string, event: Event): readonly Command[] {
  switch (domain) {
    case "organisation":
      return toOrganisation(event as OrganisationEvent);
    case "person":
      return toPerson(event as PersonEvent);
    case "governance":
      return toGovernance(event as GovernanceEvent);
    case "pathway":
      return toPathway(event as PathwayEvent);
    case "prescription":
      return toPrescription(record as PrescriptionId, event as PrescriptionEvent);
    case "settlement":
      return toSettlement(event as SettlementEvent);
    case "validator":
      return toValidator(event as ValidatorEvent);
    default:
      return [];
  }
}

type Bound = {
  readonly key: KeyCommand["key"];
  readonly kind: "ed25519" | "webauthn-p256";
  readonly publicKey: string;
};
const bind = ({ key, kind, publicKey }: Bound, holder: KeyHolder): KeyCommand => ({
  domain: "key",
  type: "bind",
  key,
  publicKey: { kind, publicKey },
  holder,
});
const revoke = (key: KeyCommand["key"]): KeyCommand => ({ domain: "key", type: "revoke", key });

function toOrganisation(event: OrganisationEvent): readonly Command[] {
  const { organisation } = event;
  const holder: KeyHolder = { type: "organisation", organisation };
  const strike: GovernanceCommand = { domain: "governance", type: "strike", organisation };
  const remove: ValidatorCommand = { domain: "validator", type: "remove", organisation };
  switch (event.type) {
    case "admitted":
      return [bind(event.key, holder), ...enrolled(organisation, event.kind)];
    case "reinstated":
      return enrolled(organisation, event.kind);
    case "suspended":
      return [strike, remove];
    case "withdrawn":
      return [strike, ...event.keys.map(revoke), remove];
    case "keyAdded":
      return [bind(event.key, holder)];
    case "keyRevoked":
      return [revoke(event.key)];
    case "renamed":
      return [];
  }
}

/** The members decided on this when they set the rule; the proof of the two signatures stands in the block. */
function toValidator(event: ValidatorEvent): readonly OrganisationCommand[] {
  if (event.type !== "misbehaved" || event.measure !== "suspended") return [];
  return [{ domain: "organisation", type: "suspend", id: event.organisation, reason: DOUBLE_SIGNING }];
}

/** Only kinds that vote stand on the roll. */
const enrolled = (
  organisation: OrganisationEvent["organisation"],
  kind: keyof typeof PARTICIPATION,
): readonly GovernanceCommand[] =>
  PARTICIPATION[kind].votes ? [{ domain: "governance", type: "enrol", organisation, kind }] : [];

function toPerson(event: PersonEvent): readonly Command[] {
  const holder: KeyHolder = { type: "person", person: event.person };
  switch (event.type) {
    case "registered":
    case "keyAdded":
      return [bind(event.key, holder)];
    case "keyRevoked":
      return [revoke(event.key)];
    case "recovered":
      return [...event.revoked.map(revoke), bind(event.key, holder)];
    default:
      return [];
  }
}

/** A passed proposal carries the command that its members voted for. */
const toGovernance = (event: GovernanceEvent): readonly Command[] => (event.type === "passed" ? [event.action] : []);

function toPathway(event: PathwayEvent): readonly PathwayCommand[] {
  if (event.type !== "activated") return [];
  const { id, hash, height, supersedes } = event;
  const lead: PathwayCommand = { domain: "pathway", type: "lead", id, hash, height };
  if (supersedes === null) return [lead];
  return [lead, { domain: "pathway", type: "supersede", hash: supersedes, by: hash, height }];
}

function toPrescription(prescription: PrescriptionId, event: PrescriptionEvent): readonly Command[] {
  switch (event.type) {
    case "dispensed": {
      const { pharmacy, codes, paid } = event;
      const units = codes.map(
        (code): UnitCommand => ({ domain: "unit", type: "dispense", code, prescription, pharmacy }),
      );
      return paid === null ? units : [...units, payCash(paid)];
    }
    case "settlementLapsed":
      return [negate(event.settlement)];
    case "refused":
    case "reversed": {
      const back = event.codes.map((code): UnitCommand => ({ domain: "unit", type: "takeBack", code, prescription }));
      return event.settlement === null ? back : [negate(event.settlement), ...back];
    }
    case "revoked":
      return event.settlement === null ? [] : [negate(event.settlement)];
    default:
      return [];
  }
}

function toSettlement(event: SettlementEvent): readonly Command[] {
  if (event.type === "cashPaid") {
    const { id: settlement, prescription } = event;
    const received: PrescriptionCommand = {
      domain: "prescription",
      type: "cashReceived",
      id: prescription,
      settlement,
    };
    return [received];
  }
  const accrual = accrualOf(event);
  if (accrual === undefined || event.type !== "adjudicated") return accrual === undefined ? [] : [accrual];
  const { id: settlement, prescription, insurer, total, fund, account, cash, cashPaid } = event;
  const settle: PrescriptionCommand = {
    domain: "prescription",
    type: "settle",
    id: prescription,
    settlement,
    insurer,
    total,
    fund,
    account,
    cash,
    cashPaid,
  };
  return [accrual, settle];
}

const payCash = (id: SettlementCommandId): SettlementCommand => ({ domain: "settlement", type: "payCash", id });
const negate = (id: SettlementCommandId): SettlementCommand => ({ domain: "settlement", type: "negate", id });
type SettlementCommandId = Extract<SettlementCommand, { readonly type: "negate" }>["id"];
