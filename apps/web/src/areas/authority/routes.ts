import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";

export const authorityRoutes = (root: AnyRoute) =>
  [
    createRoute({
      getParentRoute: () => root,
      path: "/r",
      component: lazyRouteComponent(() => import("./region.tsx"), "Region"),
    }),
    createRoute({
      getParentRoute: () => root,
      path: "/r/rx",
      component: lazyRouteComponent(() => import("./prescriptions.tsx"), "RegionPrescriptions"),
    }),
    createRoute({
      getParentRoute: () => root,
      path: "/r/rx/$id",
      component: lazyRouteComponent(() => import("./prescription.tsx"), "PrescriptionPage"),
    }),
    createRoute({
      getParentRoute: () => root,
      path: "/r/holds",
      component: lazyRouteComponent(() => import("./holds.tsx"), "Holds"),
    }),
    createRoute({
      getParentRoute: () => root,
      path: "/r/warrants",
      component: lazyRouteComponent(() => import("./warrants.tsx"), "Warrants"),
    }),
    createRoute({
      getParentRoute: () => root,
      path: "/r/pathways",
      component: lazyRouteComponent(() => import("./pathways.tsx"), "Pathways"),
    }),
    createRoute({
      getParentRoute: () => root,
      path: "/r/pathways/$hash",
      component: lazyRouteComponent(() => import("./pathway.tsx"), "PathwayPage"),
    }),
    createRoute({
      getParentRoute: () => root,
      path: "/r/pathways/$hash/edit",
      component: lazyRouteComponent(() => import("./pathway-edit.tsx"), "PathwayEditPage"),
    }),
    createRoute({
      getParentRoute: () => root,
      path: "/r/licences",
      component: lazyRouteComponent(() => import("./licences.tsx"), "LicencesPage"),
    }),
  ] as const;
