import { Button } from "@meridian/ui/button";
import { useWords } from "@meridian/ui/language";
import { useSyncExternalStore } from "react";
import { words } from "../words.ts";
import { isUpdateReady, onUpdate, update } from "./worker.ts";

/** A new version is there; the person says when, because a form may be half filled in. */
export function UpdateBanner() {
  const say = useWords(words);
  const isReady = useSyncExternalStore(onUpdate, isUpdateReady);
  if (!isReady) return null;
  return (
    <p role="status" className="flex items-center justify-center gap-3 bg-info-soft px-4 py-1 text-info">
      {say.update}
      <Button size="small" onClick={update}>
        {say.reload}
      </Button>
    </p>
  );
}
