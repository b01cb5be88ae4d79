import { textOf } from "@meridian/base/bytes";
import type { Commitment, PersonId, PrescriptionId } from "@meridian/base/ids";
import { parseJson } from "@meridian/base/json";
import { type AccessCode, linkedAccessCode, readAccessCodeDocument } from "@meridian/client/access-code";
import { NodeRefusal, type Refusal } from "@meridian/client/desk";
import { BrowserSessions } from "@meridian/node-browser/sessions";
import type { PatientPrescription } from "@meridian/prescription-screens/patient-row";
import { useDesk, useSession } from "@meridian/ui/desk/context";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { askForDocument, openOwnCopy } from "./own-document.ts";

/** What became of opening a document; `code` is the collection code that goes with it, where there is one. */
type DocumentState =
  | { readonly is: "closed" | "opening" | "locked" | "no-copy" | "erased" }
  | { readonly is: "refused"; readonly refusal: Refusal }
  | {
      readonly is: "open";
      readonly bundle: unknown;
      readonly code: AccessCode | undefined;
      readonly by: "own-copy" | "release";
    };

export type OwnDocument = {
  readonly state: DocumentState;
  /** Opens the own copy; a passkey may ask for a gesture. */
  readonly open: () => Promise<void>;
  /** Has the custodian hand it over, which the ledger then says. */
  readonly ask: () => Promise<void>;
};

const bundleOf = (bytes: Uint8Array): unknown => parseJson(textOf(bytes) ?? "");

async function codeOf(sessions: BrowserSessions, bundle: unknown): Promise<AccessCode | undefined> {
  const commitment = linkedAccessCode(bundle);
  if (commitment === undefined) return undefined;
  try {
    const copy = await openOwnCopy(sessions, commitment);
    return copy === "locked" ? undefined : readAccessCodeDocument(copy);
  } catch (error) {
    if (error instanceof NodeRefusal) return undefined;
    throw error;
  }
}

function refusedState(error: unknown): DocumentState {
  if (!(error instanceof NodeRefusal)) throw error;
  const { refusal } = error;
  if (refusal.code === "vault/erased") return { is: "erased" };
  if (refusal.code === "vault/no-copy") return { is: "no-copy" };
  return { is: "refused", refusal };
}

/** The sessions of a browser; other adapters of the port cannot open documents. */
export function useBrowserSessions(): BrowserSessions | undefined {
  const { sessions } = useDesk();
  return sessions instanceof BrowserSessions ? sessions : undefined;
}

/**
 * The document of a prescription, decrypted in this tab and kept only here. By itself it opens where a key of this device
 * does it silently; a passkey waits to be asked.
 */
export function useOwnDocument(row: PatientPrescription): OwnDocument {
  const sessions = useBrowserSessions();
  const session = useSession();
  const queries = useQueryClient();
  const { id, content, patient } = row;
  const key = ["own-document", patient, content] as const;
  const [state, setState] = useState<DocumentState>(
    () => queries.getQueryData<DocumentState>(["own-document", patient, content]) ?? { is: "closed" },
  );
  const told = (next: DocumentState): void => {
    setState(next);
    if (next.is === "open") queries.setQueryData(key, next);
  };
  const run = async (act: (sessions: BrowserSessions) => Promise<DocumentState>): Promise<void> => {
    if (sessions === undefined) return setState({ is: "locked" });
    setState({ is: "opening" });
    told(await act(sessions).catch(refusedState));
  };
  const commitment = content as Commitment;
  const open = (): Promise<void> =>
    run(async (own) => {
      const copy = await openOwnCopy(own, commitment);
      if (copy === "locked") return { is: "locked" };
      const bundle = bundleOf(copy);
      return { is: "open", bundle, code: await codeOf(own, bundle), by: "own-copy" };
    });
  const ask = (): Promise<void> =>
    run(async (own) => {
      const wish = { patient: patient as PersonId, prescription: id as PrescriptionId, commitment };
      const bundle = bundleOf(await askForDocument(own, wish));
      return { is: "open", bundle, code: await codeOf(own, bundle), by: "release" };
    });
  const isSilent = session?.signer !== "passkey";
  // biome-ignore lint/correctness/useExhaustiveDependencies: opens once for each document; `open` is new on every render
  useEffect(() => {
    if (isSilent && state.is === "closed") void open();
  }, [content, isSilent]);
  return { state, open, ask };
}
