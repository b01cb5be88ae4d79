import type { TransactionId } from "@meridian/base/ids";
import type { Name, Refusal, Session, SigningHands } from "@meridian/client/desk";
import type { Command, Receipt } from "@meridian/kernel/transaction";

/** Something that a person is about to do on the ledger. */
export type Act = {
  readonly commands: readonly Command[];
  /** One sentence that says what is signed; its hash is in what is signed. */
  readonly says: Name;
  readonly hands?: SigningHands;
  /** What the keys of `hands.with` are called; the bearer of the code when absent. */
  readonly others?: Name;
  /** False: silently, for what follows from a signature that was just given (such as a machine's review). */
  readonly ask?: boolean;
};

/** How it ended; undefined when the person thought better of it. */
export type Acted =
  | { readonly status: "committed"; readonly receipt: Receipt }
  | { readonly status: "refused"; readonly refusal: Refusal }
  /** Sent, or kept to be sent, without a receipt yet. */
  | { readonly status: "unknown"; readonly id: TransactionId }
  /** A fault of the app. With an id it was signed and may have been sent; without, nothing left this page. */
  | { readonly status: "failed"; readonly id?: TransactionId }
  | undefined;

/** Whether it may have taken effect: then whatever was made for it, such as a new key, must not be thrown away. */
export const mayHaveHappened = (acted: Acted): boolean =>
  acted?.status === "committed" ||
  acted?.status === "unknown" ||
  (acted?.status === "failed" && acted.id !== undefined);

/** What the sheet shows; `asking` waits for the person. */
export type Moment =
  | { readonly type: "asking"; readonly act: Act }
  | { readonly type: "signing" | "waiting"; readonly act: Act; readonly id?: TransactionId }
  | { readonly type: "ended"; readonly act: Act; readonly acted: Exclude<Acted, undefined> };

/** In whose name an act is signed: those it names, else whoever is signed in. */
export const signersOf = ({ hands }: Act, session: Session | undefined): readonly string[] => {
  const holder = session?.holder;
  const own = holder?.type === "person" ? holder.person : holder?.type === "organisation" ? holder.organisation : "";
  return hands?.as ?? (own === "" ? [] : [own]);
};
