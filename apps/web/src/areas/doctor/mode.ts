import type { DoctorPrescription } from "@meridian/prescription-screens/doctor-row";

/** What signing does: a new prescription, another version of one, or the answer to a pharmacy's question. */
export type Mode =
  | { readonly type: "issue" }
  | {
      readonly type: "amend" | "answer";
      readonly row: DoctorPrescription;
      /** Of the document before, so that the way to the collection code is not lost. */
      readonly link: readonly { readonly relation: string; readonly url: string }[];
    };
