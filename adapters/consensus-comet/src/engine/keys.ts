import { concat, toBase64, toHex } from "@meridian/base/bytes";
import type { Secret } from "@meridian/base/secret";
import { publicKeyOf } from "@meridian/crypto/ed25519";
import { addressOf } from "@meridian/proof/comet/validators";

/** CometBFT's files of keys (p2p/key.go, privval/file.go): amino JSON, a private key being seed and public key. */

/** CometBFT's id of the node with this Ed25519 key: its address, 40 lower-case hexadecimal digits. */
export const nodeIdOf = (publicKey: Uint8Array): string => toHex(addressOf(publicKey));

/** As CometBFT's JSON writes a public key, in genesis documents too. */
export const publicKeyJson = (publicKey: Uint8Array) => ({
  type: "tendermint/PubKeyEd25519",
  value: toBase64(publicKey),
});

const privateKeyJson = (seed: Uint8Array, publicKey: Uint8Array) => ({
  type: "tendermint/PrivKeyEd25519",
  value: toBase64(concat(seed, publicKey)),
});

/** Content of `node_key.json`. Holds the key in clear: mode 0600. */
export function nodeKeyFile(seed: Secret<Uint8Array>): string {
  const bytes = seed.reveal();
  return JSON.stringify({ priv_key: privateKeyJson(bytes, publicKeyOf(bytes)) });
}

/** Content of `priv_validator_key.json`. Holds the key in clear: mode 0600. */
export function validatorKeyFile(seed: Secret<Uint8Array>): string {
  const bytes = seed.reveal();
  const publicKey = publicKeyOf(bytes);
  const address = toHex(addressOf(publicKey)).toUpperCase();
  const key = { address, pub_key: publicKeyJson(publicKey), priv_key: privateKeyJson(bytes, publicKey) };
  return JSON.stringify(key, undefined, 2);
}
