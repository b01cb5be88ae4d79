import type { OrganisationId } from "@meridian/base/ids";
import type { OrganisationKind } from "@meridian/kernel/vocabulary";
import {
  COURT,
  DRUG_AUTHORITY,
  HEALTH_COMMISSION,
  HOSPITAL,
  INSURANCE_AUTHORITY,
} from "@meridian/region/generator/organisations";
import type { Region } from "@meridian/region/generator/region";

/** Whose node an institution without one of its own uses; the first of these that runs one. */
const HOSTS: { readonly [K in OrganisationKind]?: readonly OrganisationId[] } = {
  hospital: [HOSPITAL],
  clinic: [HOSPITAL],
  pharmacy: [DRUG_AUTHORITY, HOSPITAL],
  carrier: [DRUG_AUTHORITY, HOSPITAL],
  maker: [DRUG_AUTHORITY, HEALTH_COMMISSION],
  distributor: [DRUG_AUTHORITY, HEALTH_COMMISSION],
  "drug-authority": [HEALTH_COMMISSION],
  insurer: [INSURANCE_AUTHORITY],
  arbitration: [COURT],
};

type Node = { readonly organisation: OrganisationId };

/** The member at whose node an organisation submits and has its documents kept: its own, or a given one's. */
export function hostOf({ organisations }: Region, nodes: readonly Node[], organisation: string): OrganisationId {
  const running = new Set(nodes.map((node) => node.organisation));
  const member = organisations.find(({ id }) => id === organisation);
  if (member !== undefined && running.has(member.id)) return member.id;
  const hosts = member === undefined ? [] : (HOSTS[member.kind] ?? []);
  return hosts.find((host) => running.has(host)) ?? HOSPITAL;
}

/** Kinds whose documents the stories seal. */
const CUSTODIANS: readonly OrganisationKind[] = ["hospital", "clinic", "pharmacy", "insurance-authority", "insurer"];

/** Whether the stories can go on without this member's node: it keeps no documents of theirs. */
export const isSpared = (region: Region, nodes: readonly Node[], node: Node): boolean =>
  !region.organisations.some(
    ({ id, kind }) => CUSTODIANS.includes(kind) && hostOf(region, nodes, id) === node.organisation,
  );
