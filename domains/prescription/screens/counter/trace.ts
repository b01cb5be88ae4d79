import type { UnitCode } from "@meridian/base/ids";

const GROUP_SEPARATOR = String.fromCharCode(29);
/** AIM symbology identifiers with which scanners announce GS1 codes: DataMatrix, QR, Code 128. */
const SYMBOLOGY = /^\](?:d2|Q3|C1|d1|C0)/;
const TRACE = /^\d{20}$/;

/** Lengths of the application identifiers on packs that have no end mark (GS1 General Specifications, 5.10.1). */
const FIXED: { readonly [identifier: string]: number } = { "01": 14, "11": 6, "13": 6, "15": 6, "17": 6, "20": 2 };
const OPEN: ReadonlySet<string> = new Set(["10", "21", "30", "240"]);

/** What a pack's code says: its trace code, and from a GS1 code product, batch and expiry (YYMMDD). */
export type PackCode = {
  readonly code: UnitCode;
  readonly gtin?: string;
  readonly batch?: string;
  readonly expiry?: string;
};

/** A 20-digit trace code (Code 128), or a GS1 element string with the trace code as its serial; undefined for anything else. */
export function readPackCode(scanned: string): PackCode | undefined {
  const text = scanned.trim().replace(SYMBOLOGY, "");
  if (TRACE.test(text)) return { code: text as UnitCode };
  const elements = text.startsWith("(") ? bracketed(text) : elementsOf(text);
  const serial = elements?.get("21");
  if (elements === undefined || serial === undefined || !TRACE.test(serial)) return undefined;
  const [gtin, batch, expiry] = ["01", "10", "17"].map((identifier) => elements.get(identifier));
  return {
    code: serial as UnitCode,
    ...(gtin !== undefined && { gtin }),
    ...(batch !== undefined && { batch }),
    ...(expiry !== undefined && { expiry }),
  };
}

/** As it is printed below the code: `(01)06901234567892(21)…`. */
function bracketed(text: string): ReadonlyMap<string, string> {
  return new Map(
    [...text.matchAll(/\((\d{2,4})\)([^(]*)/g)].map(([, identifier = "", value = ""]) => [identifier, value]),
  );
}

function elementsOf(text: string): ReadonlyMap<string, string> | undefined {
  const found = new Map<string, string>();
  let rest = text.startsWith(GROUP_SEPARATOR) ? text.slice(1) : text;
  while (rest !== "") {
    const two = rest.slice(0, 2);
    const identifier =
      FIXED[two] !== undefined || OPEN.has(two) ? two : OPEN.has(rest.slice(0, 3)) ? rest.slice(0, 3) : "";
    if (identifier === "") return undefined;
    const from = identifier.length;
    const fixed = FIXED[identifier];
    const end = rest.indexOf(GROUP_SEPARATOR, from);
    const to = fixed !== undefined ? from + fixed : end === -1 ? rest.length : end;
    if (to > rest.length) return undefined;
    found.set(identifier, rest.slice(from, to));
    rest = rest.slice(to);
    if (rest.startsWith(GROUP_SEPARATOR)) rest = rest.slice(1);
  }
  return found;
}
