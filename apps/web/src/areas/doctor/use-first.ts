import { useState } from "react";

/** The value of the first drawing: what somebody began to change, though the ledger goes on meanwhile. */
export function useFirst<T>(value: T): T {
  const [first] = useState(value);
  return first;
}
