import type { KeyId, OrganisationId, PersonId, TransactionId } from "@meridian/base/ids";
import { asHeight } from "@meridian/base/ids";
import { ok } from "@meridian/base/result";
import type { DeskNode, DeskSessions, Session } from "@meridian/client/desk";
import type { SignedTransaction } from "@meridian/kernel/transaction";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { configure } from "@testing-library/react";
import type { ReactNode } from "react";
import { LanguageProvider } from "../language.tsx";
import type { Language } from "../text/words.ts";
import { ActProvider } from "./act.tsx";
import { type Desk, DeskProvider } from "./context.tsx";

// What loads when it is first wanted takes a second on a busy machine.
configure({ asyncUtilTimeout: 4_000 });

const unasked = (): never => {
  throw new Error("the test did not say what the node answers to this");
};

/** A node that takes everything, unless told otherwise. */
export function fakeNode(answers: Partial<DeskNode> = {}): DeskNode & { readonly sent: SignedTransaction[] } {
  const sent: SignedTransaction[] = [];
  return {
    sent,
    info: unasked,
    standing: async () => ({ network: "test", genesis: "", height: 7, time: 1_790_000_000, waiting: 0 }),
    directory: unasked,
    rows: async () => ({ rows: [], height: 7 }),
    record: async () => undefined,
    evidence: unasked,
    receipt: async (id) => ({ id, height: asHeight(8), index: 0, outcome: { status: "committed", events: 1 } }),
    submit: async (transaction) => {
      sent.push(transaction);
      return ok("ab".repeat(32) as TransactionId);
    },
    document: unasked,
    deposit: unasked,
    ask: async () => ({ rejections: {} }) as never,
    follow: () => () => {},
    ...answers,
  };
}

const session: Session = {
  key: { id: "cd".repeat(32) as KeyId, kind: "ed25519", publicKey: "ef".repeat(32) },
  holder: { type: "person", person: "s-anna" as PersonId },
  organisations: [{ id: "hospital" as OrganisationId, kind: "hospital", roles: ["physician"] }],
  signer: "node",
  expires: 1_900_000_000,
};

export const fakeSessions = (answers: Partial<DeskSessions> = {}): DeskSessions => ({
  current: session,
  onChange: () => () => {},
  keptKeys: unasked,
  ownKeys: unasked,
  makeKey: unasked,
  forgetKey: unasked,
  passkeys: unasked,
  signInWithOwn: unasked,
  signInWithKept: unasked,
  signOut: unasked,
  signingKeys: async () => [session.key],
  signPayload: async () => [{ kind: "ed25519", key: "ef".repeat(32), signature: "00".repeat(64) }],
  signRelease: unasked,
  documentKey: async () => undefined,
  ...answers,
});

export const fakeDesk = (parts: Partial<Desk> = {}): Desk => ({
  node: fakeNode(),
  sessions: fakeSessions(),
  info: {
    network: "test",
    demonstration: true,
    relyingParty: { id: "localhost", origins: [] },
    keystore: true,
    validators: 4,
  },
  directory: {
    organisations: [{ id: "hospital" as OrganisationId, kind: "hospital", zh: "医院", en: "Hospital" }],
    staff: [
      {
        id: "s-anna" as PersonId,
        zh: "安娜",
        en: "Anna",
        organisation: "hospital" as OrganisationId,
        roles: ["physician"],
      },
    ],
  },
  addresses: {
    prescription: (id) => `/r/rx/${id}`,
    transaction: (id) => `/n/tx/${id}`,
    block: (height) => `/n/block/${height}`,
  },
  verify: unasked,
  ...parts,
});

/** Everything that screens stand in, around the screen of a test. */
export const Around = ({
  desk,
  language = "en",
  children,
}: {
  readonly desk: Desk;
  readonly language?: Language;
  readonly children: ReactNode;
}) => (
  <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
    <LanguageProvider language={language} choose={() => {}}>
      <DeskProvider desk={desk}>
        <ActProvider>{children}</ActProvider>
      </DeskProvider>
    </LanguageProvider>
  </QueryClientProvider>
);
