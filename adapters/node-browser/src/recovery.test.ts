import { match, deepStrictEqual as same } from "node:assert";
import { describe, it } from "node:test";
import fc from "fast-check";
import { recoveryCodeOf, recoverySecretOf } from "./recovery.ts";

const secrets = fc.uint8Array({ minLength: 16, maxLength: 16 });

describe("recovery codes", () => {
  it("are seven groups without letters that look like others", () => {
    const code = recoveryCodeOf(Uint8Array.from({ length: 16 }, (_, at) => at * 17));
    same(code, "008J-4CT4-ANK7-F24S-NAXW-SQFE-ZW");
    same(recoveryCodeOf(new Uint8Array(16).fill(255)), "ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZW");
    match(code, /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){5}-[0-9A-HJKMNP-TV-Z]{2}$/);
  });
  it("come back as they were, however somebody types them", () => {
    fc.assert(
      fc.property(secrets, (secret) => {
        const code = recoveryCodeOf(secret);
        const typed = [code, code.toLowerCase(), code.replaceAll("-", ""), ` ${code.replaceAll("-", " ")} `];
        const misread = code.replaceAll("0", "O").replaceAll("1", "l");
        for (const each of [...typed, misread, code.replaceAll("1", "i").replaceAll("0", "o")])
          same(recoverySecretOf(each), secret);
      }),
    );
  });
  it("differ for different secrets", () => {
    fc.assert(
      fc.property(secrets, secrets, (one, other) => {
        same(
          recoveryCodeOf(one) === recoveryCodeOf(other),
          one.every((byte, at) => byte === other[at]),
        );
      }),
    );
  });
  it("that are no codes are told so", () => {
    const code = recoveryCodeOf(new Uint8Array(16).fill(9));
    for (const wrong of [
      "",
      code.slice(1),
      `${code}0`,
      code.replace(/^./, "U"),
      code.replace(/^./, "!"),
      `${code.slice(0, -1)}1`,
    ])
      same(recoverySecretOf(wrong), undefined, wrong);
  });
});
