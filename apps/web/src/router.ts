import { createRootRoute, createRouter } from "@tanstack/react-router";
import { adminRoutes } from "./areas/admin/routes.ts";
import { authorityRoutes } from "./areas/authority/routes.ts";
import { doctorRoutes } from "./areas/doctor/routes.ts";
import { insurerRoutes } from "./areas/insurer/routes.ts";
import { landingRoutes } from "./areas/landing/routes.ts";
import { operatorRoutes } from "./areas/operator/routes.ts";
import { patientRoutes } from "./areas/patient/routes.ts";
import { pharmacistRoutes } from "./areas/pharmacist/routes.ts";
import { signInRoutes } from "./areas/sign-in/routes.ts";
import { tourRoutes } from "./areas/tour/routes.ts";
import { verifyRoutes } from "./areas/verify/routes.ts";
import { Crashed, Frame, NotFound } from "./frame/frame.tsx";

const root = createRootRoute({ component: Frame, notFoundComponent: NotFound, errorComponent: Crashed });

/** All pages; each area lists its own, and loads when it is first opened. */
export const router = createRouter({
  routeTree: root.addChildren([
    ...landingRoutes(root),
    ...tourRoutes(root),
    ...signInRoutes(root),
    ...patientRoutes(root),
    ...doctorRoutes(root),
    ...pharmacistRoutes(root),
    ...insurerRoutes(root),
    ...authorityRoutes(root),
    ...verifyRoutes(root),
    ...operatorRoutes(root),
    ...adminRoutes(root),
  ]),
  defaultPreload: "intent",
  scrollRestoration: true,
});
