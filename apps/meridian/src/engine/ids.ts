import type { TransactionId } from "@meridian/base/ids";

/** Ids change threads as one text, 64 characters each: that costs less than an array of as many strings. */
const ID_LENGTH = 64;

/** Stands where there is no id. */
export const NO_ID = " ".repeat(ID_LENGTH);

export function idAt(ids: string, place: number): TransactionId | undefined {
  const id = ids.slice(place * ID_LENGTH, (place + 1) * ID_LENGTH);
  return id === NO_ID ? undefined : (id as TransactionId);
}
