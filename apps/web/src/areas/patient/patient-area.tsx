import type { PersonId } from "@meridian/base/ids";
import { buttonClass } from "@meridian/ui/button";
import { useSession } from "@meridian/ui/desk/context";
import { useWords } from "@meridian/ui/language";
import { Notice } from "@meridian/ui/states";
import { Eye, FileText, House, KeyRound, LogIn, Pill } from "lucide-react";
import type { ReactNode } from "react";
import { Area } from "../../frame/area.tsx";
import { useLive } from "../../frame/live.tsx";
import { usePath } from "../../frame/routing.tsx";
import { words } from "./words.ts";

/** Epoch seconds by the ledger's last block, else by this device. */
export function useNow(): number {
  const { time } = useLive();
  return time ?? Math.floor(Date.now() / 1_000);
}

/** The pages of a patient, for the patient who is signed in; anybody else learns how to become one. */
export function PatientArea({ children }: { readonly children: (patient: PersonId) => ReactNode }) {
  const say = useWords(words);
  const session = useSession();
  const pathname = usePath();
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
          <Notice
            icon={<LogIn size={28} aria-hidden />}
            title={session === undefined ? say.signInNext : say.notPatientNext}
            action={
              <a className={buttonClass("primary", "large")} href={`/signin?next=${encodeURIComponent(pathname)}`}>
                {say.signIn}
              </a>
            }
          />
        </>
      )}
    </Area>
  );
}
