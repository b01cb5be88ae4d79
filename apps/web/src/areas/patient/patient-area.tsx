import type { PersonId } from "@meridian/base/ids";
import { useSession } from "@meridian/ui/desk/context";
import { useWords } from "@meridian/ui/language";
import { Eye, FileText, House, KeyRound, Pill } from "lucide-react";
import type { ReactNode } from "react";
import { Area } from "../../frame/area.tsx";
import { SignInNotice } from "../../frame/post-area.tsx";
import { words } from "./words.ts";

/** The pages of a patient, for the patient who is signed in; anybody else learns how to become one. */
export function PatientArea({ children }: { readonly children: (patient: PersonId) => ReactNode }) {
  const say = useWords(words);
  const session = useSession();
  const links = [
    { href: "/p", label: say.home, icon: <House size={22} aria-hidden /> },
    { href: "/p/rx", label: say.prescriptions, icon: <Pill size={22} aria-hidden /> },
    { href: "/p/documents", label: say.documents, icon: <FileText size={22} aria-hidden /> },
    { href: "/p/access", label: say.access, icon: <Eye size={22} aria-hidden /> },
    { href: "/p/keys", label: say.keys, icon: <KeyRound size={22} aria-hidden /> },
  ];
  const holder = session?.holder;
  const patient = holder?.type === "person" ? holder.person : undefined;
  const isPatient = patient !== undefined && session?.organisations.length === 0;
  return (
    <Area label={say.nav} links={links} kind="phone">
      {patient !== undefined && isPatient ? (
        children(patient)
      ) : (
        <>
          <h1 className="text-2xl font-bold">{session === undefined ? say.signInFirst : say.notPatient}</h1>
          <SignInNotice title={session === undefined ? say.signInNext : say.notPatientNext} />
        </>
      )}
    </Area>
  );
}
