import type { OrganisationId, PersonId, PrescriptionId } from "@meridian/base/ids";
import type { Session } from "@meridian/client/desk";
import type { Row } from "@meridian/kernel/view";
import type { CommandOf, CommandType } from "@meridian/prescription/schema";
import type { Status } from "@meridian/prescription/vocabulary";

/** What pharmacists and couriers read of a row of `prescriptions`. */
export type CounterRow = Row & {
  readonly id: PrescriptionId;
  readonly status: Status;
  readonly since: number;
  readonly patient: string;
  readonly prescriber: string;
  readonly organisation: OrganisationId;
  readonly custodian: OrganisationId;
  readonly pharmacy: OrganisationId | null;
  readonly carrier: OrganisationId | null;
  readonly classes: readonly string[];
  readonly pathway: string;
  readonly nominated: string | null;
  readonly assigned: string | null;
  readonly delivery: number;
  readonly issued_at: number;
  readonly expires_at: number;
  readonly review_by: number | null;
  readonly due: number | null;
  readonly cash: number | null;
  readonly unpaid_until: number | null;
  readonly cancel_pending: number;
};

/** A command about one prescription. */
export const rx = <T extends CommandType>(
  id: string,
  type: T,
  members: Omit<CommandOf<T>, "domain" | "type" | "id">,
): CommandOf<T> => ({ domain: "prescription", type, id, ...members }) as unknown as CommandOf<T>;

/** The houses of these kinds where whoever is signed in has one of these roles. */
export const housesOf = (
  session: Session | undefined,
  kinds: readonly string[],
  roles: readonly string[],
): readonly OrganisationId[] =>
  (session?.organisations ?? [])
    .filter((each) => kinds.includes(each.kind) && each.roles.some((role) => roles.includes(role)))
    .map(({ id }) => id);

/** The person who is signed in; none when it is an organisation. */
export const personOf = (session: Session | undefined): PersonId | undefined =>
  session?.holder.type === "person" ? session.holder.person : undefined;

/** Who may work at a counter, and where. */
export const COUNTER_ROLES: readonly string[] = ["pharmacist", "clerk"];
export const COUNTER_KINDS: readonly string[] = ["pharmacy", "hospital", "clinic"];
export const CARRIER_KINDS: readonly string[] = ["carrier", "homecare"];
export const CARRIER_ROLES: readonly string[] = ["courier", "nurse", "clerk"];
export const REVIEWER_ROLES: readonly string[] = ["pharmacist"];
