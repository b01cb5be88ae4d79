import { toHex, utf8 } from "@meridian/base/bytes";
import { sign } from "@meridian/crypto/ed25519";
import { NodeUnreachable } from "@meridian/http-fetch/http-transport";
import { demonstrationKeySeed } from "@meridian/region/generator/keys";
import { Keyring } from "@meridian/region/player/keyring";
import { authorizationOf, readBytesOf, writeBytesOf } from "../http/signed-request.ts";

const TIMEOUT_MILLISECONDS = 60_000;
const JSON_TYPE = "application/json";

/** Requests to nodes of a region, signed by the demonstration key of whoever asks. */
export class SignedFetch {
  readonly #seed: string;
  readonly #keys: Keyring;

  constructor(regionSeed: string) {
    this.#seed = regionSeed;
    this.#keys = new Keyring(regionSeed);
  }

  get(url: string, path: string, reader: string): Promise<Response> {
    return this.#send(
      url,
      "GET",
      path,
      this.#authorization(reader, (time) => readBytesOf("GET", path, time)),
    );
  }

  post(url: string, path: string, body: string, writer: string): Promise<Response> {
    const message = (time: number): Uint8Array => writeBytesOf("POST", path, time, utf8(body));
    return this.#send(url, "POST", path, this.#authorization(writer, message), body);
  }

  /** The signature is in the body itself. */
  postPlain(url: string, path: string, body: string): Promise<Response> {
    return this.#send(url, "POST", path, undefined, body);
  }

  async #send(url: string, method: string, path: string, authorization?: string, body?: string): Promise<Response> {
    const asked = fetch(url + path, {
      method,
      headers: {
        ...(authorization !== undefined && { authorization }),
        ...(body !== undefined && { "content-type": JSON_TYPE }),
      },
      ...(body !== undefined && { body }),
      signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
    });
    return asked.catch((error: unknown) => {
      throw new NodeUnreachable(`${url}: ${error instanceof Error ? error.message : String(error)}`);
    });
  }

  #authorization(holder: string, message: (time: number) => Uint8Array): string {
    const time = Math.floor(Date.now() / 1_000);
    const signature = sign(demonstrationKeySeed(this.#seed, holder), message(time));
    return authorizationOf(this.#keys.signerOf(holder).publicKey, time, toHex(signature));
  }
}
