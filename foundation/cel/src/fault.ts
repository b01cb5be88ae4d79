/** Why an expression is no guard. Data for whoever explains it; nobody parses a message. */
export type CelFault =
  /** The text does not parse; `offset` is where, in UTF-16 code units, when the parser knows. */
  | { readonly code: "syntax"; readonly offset: number | null }
  | { readonly code: "text-too-long"; readonly length: number; readonly max: number }
  | { readonly code: "too-many-brackets"; readonly max: number }
  | { readonly code: "too-many-nodes"; readonly max: number }
  | { readonly code: "too-costly"; readonly cost: number; readonly max: number }
  | { readonly code: "nested-comprehension"; readonly macro: string }
  | { readonly code: "shadowed-name"; readonly name: string }
  | { readonly code: "unknown-name"; readonly name: string }
  | { readonly code: "unknown-field"; readonly field: string }
  /** Outside the profile: a fraction, `matches`, an index, a map, ... */
  | { readonly code: "forbidden"; readonly construct: string }
  | { readonly code: "integer-out-of-range"; readonly integer: string }
  | { readonly code: "type-mismatch"; readonly operator: string; readonly types: readonly string[] }
  | { readonly code: "not-boolean"; readonly type: string };
