import type { LineOutcome } from "../events.ts";
import type { Issue } from "../state.ts";

/** Every line as it stands, for an event that moved it without handing anything over. */
export const outcomesOf = ({ items }: Issue): readonly LineOutcome[] =>
  items.map(({ line, dispensed, state }) => ({ line, supplied: 0, dispensed, state }));
