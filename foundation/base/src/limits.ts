/** Every limit of the ledger, in one place. Changing one that validators enforce changes consensus: write an ADR. */

/** Bytes of a payload (the canonical JSON that is signed). */
export const PAYLOAD_BYTES_MAX = 16_384;
/** Commands in one transaction. */
export const COMMANDS_MAX = 16;
/** Signatures on one transaction. */
export const SIGNATURES_MAX = 8;
/** Bytes of a whole transaction: payload, signatures and their framing. */
export const TRANSACTION_BYTES_MAX = 32_768;
/** How many heights ahead a transaction may stay valid; bounds what must be remembered against replay. */
export const VALIDITY_HEIGHTS_MAX = 1_200;
/** Bytes of authenticator data and of client data in a passkey signature (consent reference, section 9). */
export const WEBAUTHN_BYTES_MAX = 1_024;
/** How deep one command may cause another by reactions. */
export const REACTION_DEPTH_MAX = 3;
/** Events of one transaction, with those that reactions cause. */
export const EVENTS_PER_TRANSACTION_MAX = 256;
/** Canonical bytes of one record. A record that grows without bound would stop the chain. */
export const RECORD_BYTES_MAX = 262_144;
/** Transactions in one block. */
export const BLOCK_TRANSACTIONS_MAX = 2_000;
/** Bytes of all transactions in one block. */
export const BLOCK_BYTES_MAX = 4_194_304;
/** Transactions waiting for a block; the next one is refused with `ledger/queue-full`. */
export const QUEUE_TRANSACTIONS_MAX = 20_000;
/** Transactions that one node hands to the others together, and bytes of all of them with their framing. */
export const BUNDLE_TRANSACTIONS_MAX = 256;
export const BUNDLE_BYTES_MAX = 262_144;
/** Validators whose signatures a commit may carry. */
export const VALIDATORS_MAX = 100;
/** Bytes of the id of a network that CometBFT orders (types/genesis.go, MaxChainIDLen). */
export const CHAIN_ID_BYTES_MAX = 50;
/** Characters of an id. */
export const ID_LENGTH_MAX = 64;
/** Bytes of a document that a vault seals. */
export const DOCUMENT_BYTES_MAX = 4_194_304;
