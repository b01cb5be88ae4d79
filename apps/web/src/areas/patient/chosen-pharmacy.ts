import { useState } from "react";

const PREFIX = "meridian/chosen-pharmacy/";

/** Where the patient means to go with a prescription; a note on this device that nobody else reads. */
export function useChosenPharmacy(prescription: string): readonly [string | undefined, (pharmacy: string) => void] {
  const [chosen, setChosen] = useState(() => localStorage.getItem(PREFIX + prescription) ?? undefined);
  const choose = (pharmacy: string): void => {
    localStorage.setItem(PREFIX + prescription, pharmacy);
    setChosen(pharmacy);
  };
  return [chosen, choose];
}
