import { Type } from "@fastify/type-provider-typebox";
import type { Shape } from "@meridian/base/shape";
import { hash } from "@meridian/base/shape";

/** Forms of requests and answers that several routes share. What the ledger reads takes its schema from its shape. */

export const Hash = Type.Unsafe<string>(hash().schema);
export const Height = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
export const Wait = Type.Optional(
  Type.Integer({ minimum: 0, maximum: 30_000, description: "milliseconds to wait for the transaction to end" }),
);

const Rejection = Type.Object(
  { code: Type.String({ description: "one of the codes of /v1/rejections" }) },
  { additionalProperties: true },
);
const Explanation = Type.Object({ happened: Type.String(), next: Type.String() });
export const Refusal = Type.Object({ rejection: Rejection, explanation: Explanation });

/** Answers that any route may give instead of its own. */
export const refusals = { "4xx": Refusal, "5xx": Refusal };

export const Receipt = Type.Object({
  id: Hash,
  height: Height,
  index: Type.Integer({ minimum: 0 }),
  outcome: Type.Object({
    status: Type.Union([Type.Literal("committed"), Type.Literal("rejected")]),
    events: Type.Optional(Type.Integer()),
    command: Type.Optional(Type.Integer()),
    rejection: Type.Optional(Rejection),
  }),
});
export const Accepted = Type.Object({ id: Hash });
export const Decided = Type.Object({
  id: Hash,
  receipt: Receipt,
  explanation: Type.Optional(Explanation),
  withheld: Type.Optional(Type.Boolean({ description: "true: of the refusal only the code is told to this reader" })),
});

/** Anything: for answers whose form the ledger's own shapes describe. */
export const AnyJson = Type.Unsafe<unknown>({});

/** Done, and nothing to say. */
export const Done = Type.Unsafe<undefined>({ type: "null" });

/** A route's body checked by a shape itself: the rule that validators enforce, and the schema that it writes. */
export const bodyOf = <T>(shape: Shape<T>) => Type.Unsafe<T>({ ...shape.schema });

export const validatorOf = (shape: Shape<unknown>) => () => (value: unknown) => {
  const at = shape.fault(value, "body");
  return at === undefined ? { value } : { error: new BodyFault(at) };
};

export class BodyFault extends Error {
  override readonly name = "BodyFault";
  readonly at: string;

  constructor(at: string) {
    super("a body that does not fit its shape");
    this.at = at;
  }
}
