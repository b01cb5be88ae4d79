import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";

export const patientRoutes = (root: AnyRoute) =>
  [
    createRoute({
      getParentRoute: () => root,
      path: "/p",
      component: lazyRouteComponent(() => import("./home.tsx"), "PatientHome"),
    }),
    createRoute({
      getParentRoute: () => root,
      path: "/p/rx",
      component: lazyRouteComponent(() => import("./prescriptions.tsx"), "PatientPrescriptions"),
    }),
    createRoute({
      getParentRoute: () => root,
      path: "/p/rx/$id",
      component: lazyRouteComponent(() => import("./prescription.tsx"), "PatientPrescriptionPage"),
    }),
    createRoute({
      getParentRoute: () => root,
      path: "/p/documents",
      component: lazyRouteComponent(() => import("./documents.tsx"), "PatientDocuments"),
    }),
    createRoute({
      getParentRoute: () => root,
      path: "/p/access",
      component: lazyRouteComponent(() => import("./access.tsx"), "PatientAccess"),
    }),
    createRoute({
      getParentRoute: () => root,
      path: "/p/keys",
      component: lazyRouteComponent(() => import("./keys.tsx"), "PatientKeys"),
    }),
  ] as const;
