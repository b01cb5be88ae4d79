import type { Membership } from "@meridian/ledger/membership";
import { contract as validators } from "@meridian/validator/contract";
import { SET, type Command as ValidatorCommand } from "@meridian/validator/schema";
import { isKnownNode } from "@meridian/validator/state";

/** Who runs the engine together, as the record of the validator domain has it. */
export const membership: Membership = {
  validators: (read) => {
    const state = read(validators, SET);
    return state.status === "none" ? undefined : state.validators.map(({ publicKey, power }) => ({ publicKey, power }));
  },
  admitsPeer: (read, nodeId) => isKnownNode(read(validators, SET), nodeId),
  commandFor: ({ type: kind, validator, height, time }): ValidatorCommand => ({
    domain: "validator",
    type: "misbehaved",
    validator,
    kind,
    height,
    time,
  }),
};
