import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";

export const doctorRoutes = (root: AnyRoute) =>
  [
    createRoute({
      getParentRoute: () => root,
      path: "/d",
      component: lazyRouteComponent(() => import("./worklist.tsx"), "Worklist"),
    }),
    createRoute({
      getParentRoute: () => root,
      path: "/d/pt/$id",
      component: lazyRouteComponent(() => import("./chart.tsx"), "Chart"),
    }),
    createRoute({
      getParentRoute: () => root,
      path: "/d/rx/new",
      component: lazyRouteComponent(() => import("./prescribe.tsx"), "Prescribe"),
    }),
    createRoute({
      getParentRoute: () => root,
      path: "/d/rx/$id",
      component: lazyRouteComponent(() => import("./prescription.tsx"), "DoctorPrescriptionPage"),
    }),
  ] as const;
