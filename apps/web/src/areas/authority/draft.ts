import { useEffect, useState } from "react";

/** State that this device keeps while somebody is still writing; `clear` when it was signed. */
export function useDraft<T extends object>(
  key: string,
  fresh: T,
): readonly [T, (patch: Partial<T>) => void, () => void] {
  const [draft, setDraft] = useState<T>(() => ({ ...fresh, ...kept<T>(key) }));
  useEffect(() => {
    localStorage.setItem(key, JSON.stringify(draft));
  }, [key, draft]);
  return [
    draft,
    (patch) => setDraft((before) => ({ ...before, ...patch })),
    () => {
      setDraft(fresh);
      localStorage.removeItem(key);
    },
  ];
}

function kept<T>(key: string): Partial<T> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? "{}");
    return typeof value === "object" && value !== null ? (value as Partial<T>) : {};
  } catch {
    return {};
  }
}
