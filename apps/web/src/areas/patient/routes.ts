import { type AnyRoute, createRoute, lazyRouteComponent } from "@tanstack/react-router";

export const patientRoutes = (root: AnyRoute) =>
  [
    createRoute({
      getParentRoute: () => root,
      path: "/p",
      component: lazyRouteComponent(() => import("./home.tsx"), "PatientHome"),
    }),
  ] as const;
