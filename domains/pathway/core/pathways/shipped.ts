import type { PathwayDocument } from "../document.ts";
import { chronicRepeat } from "./chronic-repeat.ts";
import { controlledDrug } from "./controlled-drug.ts";
import { directAssignment } from "./direct-assignment.ts";
import { dualChannelRetail } from "./dual-channel-retail.ts";
import { inHospital } from "./in-hospital.ts";
import { internetHospitalDelivery } from "./internet-hospital-delivery.ts";

/** The pathways that a new region starts with. */
export const pathways: readonly PathwayDocument[] = [
  inHospital,
  dualChannelRetail,
  internetHospitalDelivery,
  chronicRepeat,
  controlledDrug,
  directAssignment,
];
