import { NodeRefusal, type Refusal, type Session } from "@meridian/client/desk";
import { RefusalText } from "@meridian/ui/desk/refusal";
import { useWords } from "@meridian/ui/language";
import { useState } from "react";
import { homeOf } from "../../frame/home-of.ts";
import { go } from "../../frame/routing.tsx";
import { PatientSignIn } from "./patient.tsx";
import { StaffSignIn } from "./staff.tsx";
import { words } from "./words.ts";

/** Signs somebody in and shows why it did not work, if so. */
export type SigningIn = (open: () => Promise<Session>) => Promise<void>;

/** Two doors: a patient's own key, and a key that an institution's node keeps. */
export function SignIn() {
  const say = useWords(words);
  const [refusal, setRefusal] = useState<Refusal>();
  const signIn: SigningIn = async (open) => {
    setRefusal(undefined);
    try {
      const session = await open();
      const wanted = new URLSearchParams(location.search).get("next");
      go(wanted?.startsWith("/") === true && !wanted.startsWith("//") ? wanted : homeOf(session));
    } catch (error) {
      if (!(error instanceof NodeRefusal)) throw error;
      setRefusal(error.refusal);
    }
  };
  return (
    <div className="mx-auto max-w-5xl px-4 py-6">
      <h1 className="text-2xl font-semibold">{say.title}</h1>
      <p className="mt-1 mb-4 text-ink-2">{say.lead}</p>
      {refusal !== undefined && (
        <div role="alert" className="mb-4 rounded-card bg-danger-soft p-4">
          <RefusalText refusal={refusal} />
        </div>
      )}
      <div className="grid items-start gap-4 md:grid-cols-2">
        <PatientSignIn signIn={signIn} />
        <StaffSignIn signIn={signIn} />
      </div>
    </div>
  );
}
