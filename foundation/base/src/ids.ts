declare const brand: unique symbol;

/** A string or number that cannot stand in for another. Every brand is made in this file, so no two share a mark. */
type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** Name of one region's chain; also CometBFT's chain_id. */
export type NetworkId = Brand<string, "NetworkId">;
/** SHA-256 of a transaction's payload, 64 lower-case hexadecimal digits. */
export type TransactionId = Brand<string, "TransactionId">;
/** A SHA-256 value, 64 lower-case hexadecimal digits. */
export type Hash = Brand<string, "Hash">;
/** Salted commitment to a document: SHA-256, 64 lower-case hexadecimal digits. */
export type Commitment = Brand<string, "Commitment">;
/** SHA-256 over a key's kind and public bytes, 64 lower-case hexadecimal digits. */
export type KeyId = Brand<string, "KeyId">;

export type OrganisationId = Brand<string, "OrganisationId">;
export type PersonId = Brand<string, "PersonId">;
export type CredentialId = Brand<string, "CredentialId">;
export type PathwayId = Brand<string, "PathwayId">;
export type PrescriptionId = Brand<string, "PrescriptionId">;
export type ReviewId = Brand<string, "ReviewId">;
export type SettlementId = Brand<string, "SettlementId">;
export type DisclosureId = Brand<string, "DisclosureId">;
/** Permission to look that an authority obtained from a court. */
export type WarrantId = Brand<string, "WarrantId">;
export type ProposalId = Brand<string, "ProposalId">;
/** Trace code of one saleable unit of a drug or device. */
export type UnitCode = Brand<string, "UnitCode">;

/** Height of a decided block. */
export type Height = Brand<number, "Height">;
/** Seconds since 1970-01-01T00:00:00Z, always those of a block. */
export type Seconds = Brand<number, "Seconds">;
/** Money: integer fen (1/100 CNY). */
export type Fen = Brand<number, "Fen">;

export const asHeight = (height: number): Height => height as Height;
export const asSeconds = (seconds: number): Seconds => seconds as Seconds;
export const asFen = (fen: number): Fen => fen as Fen;
