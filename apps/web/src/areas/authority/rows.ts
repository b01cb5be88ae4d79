import type { Directory } from "@meridian/client/desk";
import type { Row } from "@meridian/kernel/view";
import type { Status } from "@meridian/prescription/vocabulary";
import { heldUntil } from "@meridian/prescription-screens/patient-row";
import { holderIdOf, useDesk, useSession } from "@meridian/ui/desk/context";
import { type UseQueryResult, useQuery } from "@tanstack/react-query";

/** What the authority's pages read of a row of `prescriptions`. */
export type Prescription = Row & {
  readonly id: string;
  readonly status: Status;
  readonly since: number;
  readonly organisation: string;
  readonly prescriber: string;
  readonly pharmacy: string | null;
  readonly pathway: string;
  readonly pathway_hash: string;
  readonly content: string;
  readonly custodian: string;
  readonly issued_at: number;
  readonly fund: number | null;
  readonly held_health: number | null;
  readonly held_insurance: number | null;
  readonly held_drug: number | null;
  readonly held_court: number | null;
};

export type AllRows<R> = { readonly rows: readonly R[]; readonly height: number; readonly isCapped: boolean };

const PAGE = 500;
const PAGES = 24;

/** All prescriptions that the reader may see, the newest first; `isCapped` when there are more than a screen counts. */
export function usePrescriptions(): UseQueryResult<AllRows<Prescription>, Error> {
  const { node } = useDesk();
  const who = holderIdOf(useSession());
  return useQuery({
    queryKey: ["rows", who, "prescriptions", "all"],
    queryFn: async () => {
      const rows: Prescription[] = [];
      let after: string | undefined;
      let height = 0;
      for (let page = 0; page < PAGES; page += 1) {
        const answer = await node.rows("prescriptions", { limit: PAGE, ...(after !== undefined && { after }) });
        rows.push(...(answer.rows as readonly Prescription[]));
        height = answer.height;
        after = answer.next;
        if (after === undefined) break;
      }
      return { rows: rows.sort((a, b) => b.issued_at - a.issued_at), height, isCapped: after !== undefined };
    },
  });
}

export const FIGURES = ["issued", "review", "circulating", "dispensed", "returned", "held", "refused", "fund"] as const;
export type Figure = (typeof FIGURES)[number];

const STATES: { readonly [F in Figure]?: readonly Status[] } = {
  review: ["ISSUED", "IN_REVIEW"],
  circulating: ["APPROVED", "SCHEDULED", "ACTIVE", "CLAIMED", "SUBST_PENDING", "SETTLED"],
  dispensed: ["PARTIAL", "DISPENSED", "IN_DELIVERY", "COMPLETED", "FINALISED", "NO_CLAIM"],
  returned: ["RETURNED"],
  refused: ["NOT_DISPENSED"],
};

/** Whether a figure counts this prescription. */
export function isCountedBy(figure: Figure, row: Prescription, now: number): boolean {
  if (figure === "issued") return true;
  if (figure === "held") return heldUntil(row as never, now) !== undefined;
  if (figure === "fund") return (row.fund ?? 0) > 0;
  return STATES[figure]?.includes(row.status) ?? false;
}

/** The filters that the address holds. */
export const FILTERS = ["district", "institution", "pathway"] as const;

/** Prescriptions of a district or an institution, whether it wrote or filled them, and of a pathway. */
export function matching(
  rows: readonly Prescription[],
  asked: URLSearchParams,
  { organisations }: Directory,
): readonly Prescription[] {
  const district = asked.get("district");
  const institution = asked.get("institution");
  const pathway = asked.get("pathway");
  const inDistrict = new Set(
    organisations.filter((each) => each.district?.en === district).map(({ id }) => id as string),
  );
  return rows.filter(
    (row) =>
      (district === null || inDistrict.has(row.organisation) || inDistrict.has(row.pharmacy ?? "")) &&
      (institution === null || row.organisation === institution || row.pharmacy === institution) &&
      (pathway === null || row.pathway === pathway),
  );
}
