import { adminPages } from "./areas/admin/routes.ts";
import { authorityPages } from "./areas/authority/routes.ts";
import { doctorPages } from "./areas/doctor/routes.ts";
import { insurerPages } from "./areas/insurer/routes.ts";
import { landingPages } from "./areas/landing/routes.ts";
import { operatorPages } from "./areas/operator/routes.ts";
import { patientPages } from "./areas/patient/routes.ts";
import { pharmacistPages } from "./areas/pharmacist/routes.ts";
import { signInPages } from "./areas/sign-in/routes.ts";
import { tourPages } from "./areas/tour/routes.ts";
import { verifyPages } from "./areas/verify/routes.ts";
import type { Page } from "./frame/routing.tsx";

/** All pages; each area lists its own, and loads when it is first opened. */
export const pages: readonly Page[] = [
  ...landingPages,
  ...tourPages,
  ...signInPages,
  ...patientPages,
  ...doctorPages,
  ...pharmacistPages,
  ...insurerPages,
  ...authorityPages,
  ...verifyPages,
  ...operatorPages,
  ...adminPages,
];
