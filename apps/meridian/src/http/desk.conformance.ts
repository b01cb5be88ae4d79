import { generateKeyPairSync, sign as signWith } from "node:crypto";
import { concat, toBase64Url, toHex, utf8 } from "@meridian/base/bytes";
import { canonicalText } from "@meridian/base/json";
import { sessionBytesOf } from "@meridian/client/session";
import { sign } from "@meridian/crypto/ed25519";
import { sha256 } from "@meridian/crypto/hash";
import type { Command, Signature } from "@meridian/kernel/transaction";
import { NETWORK, publicKeyHexOf, seedOf } from "../node/test-network.conformance.ts";
import { NOW, type Served } from "./served.conformance.ts";

export const ORIGIN = "http://localhost:8180";
let nonces = 0;

export type Opening = { readonly time: number; readonly nonce: string; readonly origin: string };
export const openingOf = (changes: Partial<Opening> = {}): Opening => ({
  time: NOW,
  nonce: (++nonces).toString(16).padStart(32, "0"),
  origin: ORIGIN,
  ...changes,
});

const bytesOf = (opening: Opening) => sessionBytesOf({ network: NETWORK, ...opening });

/** Signed by the test key of a holder, or of nobody. */
export function signedOpening(holder: string, opening = openingOf()) {
  const signature = toHex(sign(seedOf(holder), bytesOf(opening)));
  return { with: "key", ...opening, signature: { kind: "ed25519", key: publicKeyHexOf(holder), signature } };
}

const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const HALF_ORDER = Buffer.from("7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8", "hex");
/** As an authenticator answers on a page of `page`; signs until s is low, as a client library has to see to. */
export function passkeyOpening(opening = openingOf(), page = opening.origin) {
  const authenticatorData = concat(sha256(utf8("localhost")), Uint8Array.of(0x05, 0, 0, 0, 1));
  const challenge = toBase64Url(sha256(bytesOf(opening)));
  const clientData = `{"type":"webauthn.get","challenge":"${challenge}","origin":"${page}","crossOrigin":false}`;
  const signed = concat(authenticatorData, sha256(utf8(clientData)));
  let signature: Buffer;
  do signature = signWith("sha256", signed, { key: privateKey, dsaEncoding: "ieee-p1363" });
  while (Buffer.compare(signature.subarray(32), HALF_ORDER) > 0);
  const given: Signature = {
    kind: "webauthn-p256",
    key: publicKey.export({ format: "der", type: "spki" }).subarray(-65).toString("hex"),
    authenticatorData: toBase64Url(authenticatorData),
    clientDataJSON: toBase64Url(utf8(clientData)),
    signature: signature.toString("hex"),
  };
  return { with: "key", ...opening, signature: given };
}

type Method = "GET" | "POST" | "PUT" | "DELETE";

/** One request, in a session where a token is given. */
export async function ask({ app }: Served, method: Method, url: string, payload?: object, token?: string) {
  const response = await app.inject({
    method,
    url,
    ...(payload && { payload }),
    ...(token !== undefined && { headers: { authorization: `Session ${token}` } }),
  });
  const isJson = String(response.headers["content-type"]).startsWith("application/json");
  const body = isJson ? response.json() : undefined;
  return { status: response.statusCode, body, code: body?.rejection?.code, response };
}

/** The token of a session that a holder's own key opens. */
export const signIn = async (served: Served, holder: string): Promise<string> =>
  (await ask(served, "POST", "/v1/sessions", signedOpening(holder))).body.token;

/** A payload of the test network as whoever signs it gets it. */
export const payloadOf = (commands: readonly Command[], changes: object = {}): string =>
  canonicalText({ network: NETWORK, commands, nonce: "00".repeat(16), validUntil: 500, ...changes });
