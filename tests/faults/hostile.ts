import { concat, utf8 } from "@meridian/base/bytes";
import { canonicalBytes, canonicalText } from "@meridian/base/json";
import type { Command } from "@meridian/kernel/transaction";
import type { Random } from "@meridian/region/generator/random";
import { bytesOf, flipped } from "./chance.ts";
import { everybody, NETWORK } from "./people.ts";
import { type Signed, signBytes, signed } from "./region.ts";
import { commandTypes, type Schemas, variantOf } from "./schema-instance.ts";

/** What is sent, and what kind of trouble it is. */
export type Hostile = { readonly kind: string; readonly bytes: Uint8Array };

/** Commands that no signature makes right: only genesis, a passed proposal or a reaction may give them. */
const NEVER_SIGNED: readonly (readonly [domain: string, type: string])[] = [
  ["organisation", "admit"],
  ["organisation", "suspend"],
  ["organisation", "reinstate"],
  ["organisation", "withdraw"],
  ["key", "bind"],
  ["key", "revoke"],
  ["governance", "enrol"],
  ["governance", "strike"],
  ["pathway", "lead"],
  ["pathway", "supersede"],
  ["prescription", "settle"],
  ["unit", "dispense"],
  ["unit", "takeBack"],
  ["settlement", "negate"],
  ["settlement", "accrue"],
];
/** Names that mean something to JavaScript. */
const STRANGE_NAMES = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf", "then"];

/** Makes transactions that must all be refused. `honest` are ones that would commit, or have. */
export class Adversary {
  readonly #random: Random;
  readonly #schemas: Schemas;
  readonly #honest: readonly Uint8Array[];
  readonly #committed: readonly Uint8Array[];
  readonly #commands: readonly Command[];
  #height = 1;
  #count = 0;

  constructor(
    random: Random,
    schemas: Schemas,
    honest: readonly Signed[],
    committed: readonly Uint8Array[],
    commands: readonly Command[],
  ) {
    this.#random = random;
    this.#schemas = schemas;
    this.#honest = honest.map(({ bytes }) => bytes);
    this.#committed = committed;
    this.#commands = commands;
  }

  /** The next one, for the block at this height. */
  next(height: number): Hostile {
    this.#height = height;
    const ways: { readonly [kind: string]: () => Uint8Array } = {
      "bits turned": () => this.#bitsTurned(),
      "cut off": () => this.#cutOff(),
      "two spliced": () => this.#spliced(),
      "random bytes": () => bytesOf(this.#random, this.#random.below(this.#random.chance(2) ? 40_000 : 400)),
      "framed random bytes": () => this.#framed(),
      "signed garbage": () => this.#signedGarbage(),
      "signed odd JSON": () => this.#signedOddJson(),
      "a command out of shape": () => this.#outOfShape(),
      "a command by a stranger": () => this.#byStranger(),
      "a command nobody signs": () => this.#neverSigned(),
      "a good command before a bad one": () => this.#goodBeforeBad(),
      "a wrong envelope": () => this.#wrongEnvelope(),
      "a replay": () => this.#random.pick(this.#committed),
    };
    const kind = this.#random.pick(Object.keys(ways));
    return { kind, bytes: (ways[kind] as () => Uint8Array)() };
  }

  #bitsTurned(): Uint8Array {
    let bytes = this.#random.pick(this.#honest);
    const before = bytes;
    for (let i = this.#random.between(1, 4); i > 0; i--) bytes = flipped(this.#random, bytes);
    // Two turns of the same bit would be none.
    return Buffer.compare(bytes, before) === 0 ? flipped(this.#random, bytes) : bytes;
  }

  #cutOff(): Uint8Array {
    const bytes = this.#random.pick(this.#honest);
    if (this.#random.chance(20)) return concat(bytes, bytesOf(this.#random, this.#random.between(1, 80)));
    return bytes.subarray(0, this.#random.below(bytes.length));
  }

  #spliced(): Uint8Array {
    const [one, other] = [this.#random.pick(this.#honest), this.#random.pick(this.#committed)];
    // Past the payload's length, so that no whole honest transaction can come out again.
    const at = this.#random.between(6, Math.min(one.length, other.length) - 1);
    return concat(one.subarray(0, at), other.subarray(at - 1));
  }

  /** Right frames, wrong contents: signatures of every kind by nobody. */
  #framed(): Uint8Array {
    const payload = this.#random.chance(50) ? canonicalBytes(this.#payload([this.#command()])) : this.#garbage();
    const signatures = Array.from({ length: this.#random.below(11) }, () =>
      this.#random.chance(50)
        ? concat(Uint8Array.of(1), bytesOf(this.#random, 96))
        : concat(
            Uint8Array.of(2, 4),
            bytesOf(this.#random, 64),
            this.#counted(),
            this.#counted(),
            bytesOf(this.#random, 64),
          ),
    );
    const length = Uint8Array.of(0, 0, payload.length >> 8, payload.length & 255);
    return concat(Uint8Array.of(1), length, payload, Uint8Array.of(signatures.length), ...signatures);
  }

  #counted(): Uint8Array {
    const text = this.#random.chance(30)
      ? utf8(`{"type":"webauthn.get","challenge":"AAAA","origin":"http://localhost:8180"}`)
      : bytesOf(this.#random, this.#random.below(200));
    return concat(Uint8Array.of(text.length >> 8, text.length & 255), text);
  }

  #signedGarbage(): Uint8Array {
    return signBytes(this.#garbage(), [this.#anybody()]).bytes;
  }

  #garbage(): Uint8Array {
    return bytesOf(this.#random, this.#random.between(1, 600));
  }

  /** JSON that is not canonical, or that has no one meaning. */
  #signedOddJson(): Uint8Array {
    const good = canonicalText(this.#payload([this.#command()]));
    const depth = this.#random.between(33, 3_000);
    const odd: readonly (() => string)[] = [
      () => `{"commands":[{"domain":"key","domain":"unit","type":"bind"}],${good.slice(good.indexOf('"network"'))}`,
      () => good.replace('{"commands"', '{"a":1,"commands"'),
      () => good.replace('"validUntil":', '"validUntil":1e400,"validUntil":'),
      () =>
        good.replace(
          /"validUntil":\d+/,
          `"validUntil":${this.#random.pick(["1.5", "-0", "1e3", "9007199254740993", "-1", "null", `1${"0".repeat(400)}`])}`,
        ),
      () => good.replace('"nonce":"', '"nonce":"\\ud800'),
      () => ` ${good}`,
      () => `${good}\n`,
      () => "[".repeat(depth) + "]".repeat(depth),
      () => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`,
      () => good.replace(/"type":"[a-zA-Z]+"/, `"type":"${this.#random.pick(STRANGE_NAMES)}"`),
      () => good.replace(/"domain":"[a-z]+"/, `"domain":"${this.#random.pick(STRANGE_NAMES)}"`),
      () => this.#random.pick(["null", "1", '""', "[]", "{}", "true", '{"commands":null}', "\ufeff{}"]),
    ];
    return signBytes(utf8(this.#random.pick(odd)()), [this.#anybody()]).bytes;
  }

  /** A real command with one thing wrong, signed by somebody whom the network knows. */
  #outOfShape(): Uint8Array {
    const command = this.#command();
    const members = Object.keys(command).filter((name) => name !== "domain" && name !== "type");
    const name = this.#random.pick(members.length > 0 ? members : ["type"]);
    const { [name]: _gone, ...without } = command as unknown as Readonly<Record<string, unknown>>;
    const wrong: readonly unknown[] = [
      null,
      [],
      {},
      true,
      -1,
      "",
      2 ** 53 - 1,
      "x".repeat(300),
      [[[[]]]],
      { a: { b: {} } },
    ];
    const broken: readonly (() => object)[] = [
      () => ({ ...command, [`stranger-${this.#random.below(9)}`]: 1 }),
      () => ({ ...command, [this.#random.pick(STRANGE_NAMES.slice(1))]: {} }),
      () => ({ ...command, domain: `${command.domain}x` }),
      () => ({ ...command, type: `${command.type}X` }),
      () =>
        ["id", "organisation", "key"].includes(name)
          ? { ...command, [name]: this.#random.pick(wrong.slice(0, 6)) }
          : { ...without, more: 1 },
      () => ({ ...without, ...(name === "type" ? { type: 1 } : { [`${name}s`]: wrong }) }),
    ];
    return this.#signedAs([this.#random.pick(broken)()], [this.#anybody()]);
  }

  /** Well formed and well signed by a key that the registry does not know. */
  #byStranger(): Uint8Array {
    return this.#signedAs([this.#command()], [`nobody ${this.#random.below(1_000)}`]);
  }

  #neverSigned(): Uint8Array {
    const [domain, type] = this.#random.pick(NEVER_SIGNED);
    const by = this.#random.shuffle(everybody).slice(0, this.#random.between(1, 8));
    return this.#signedAs([variantOf(this.#random, this.#schemas, domain, type)], by);
  }

  /** All or nothing: what would commit alone goes with what is refused. */
  #goodBeforeBad(): Uint8Array {
    const good = { domain: "prescription", type: "cancel", id: `rx-${this.#count}`, reason: "prescribing-error" };
    const [domain, type] = this.#random.pick(NEVER_SIGNED);
    const bad = variantOf(this.#random, this.#schemas, domain, type);
    return this.#signedAs([...Array.from({ length: this.#random.between(1, 15) }, () => good), bad], ["s-physician"]);
  }

  #wrongEnvelope(): Uint8Array {
    const command = this.#random.pick(this.#commands);
    const good = this.#payload([command]);
    const payloads: readonly object[] = [
      { ...good, network: "another-region" },
      { ...good, validUntil: Math.max(1, this.#height - this.#random.between(1, 50)) },
      { ...good, validUntil: this.#height + 1_201 + this.#random.below(1_000) },
      { ...good, validUntil: 0 },
      { ...good, nonce: "00" },
      { ...good, commands: [] },
      { ...good, commands: Array.from({ length: 17 }, () => command) },
      { ...good, more: 1 },
    ];
    const signer = this.#anybody();
    if (this.#random.chance(10)) return signBytes(canonicalBytes(good), [signer, signer]).bytes;
    if (this.#random.chance(10)) return signBytes(canonicalBytes(good), everybody.slice(0, 9)).bytes;
    return signBytes(canonicalBytes(this.#random.pick(payloads)), [signer]).bytes;
  }

  /** Any command of any domain, filled in by its schema. */
  #command(): Command {
    if (this.#random.chance(30)) return this.#random.pick(this.#commands);
    const [domain, type] = this.#random.pick(commandTypes(this.#schemas));
    return variantOf(this.#random, this.#schemas, domain, type);
  }

  #anybody(): string {
    return this.#random.pick(everybody);
  }

  #signedAs(commands: readonly object[], by: readonly string[]): Uint8Array {
    return signed(commands as readonly Command[], by, `hostile ${this.#count++}`, this.#height + 100).bytes;
  }

  #payload(commands: readonly Command[]) {
    const nonce = (this.#count++).toString(16).padStart(32, "0");
    return { network: NETWORK, commands, nonce, validUntil: this.#height + 100 };
  }
}
