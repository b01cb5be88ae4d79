import { page } from "../../frame/routing.tsx";

/** The pages of this area, in the order in which addresses are tried. */
export const adminPages = [
  page("/admin/:org", () => import("./pages.tsx"), "StaffPage"),
  page("/admin/:org/keys", () => import("./pages.tsx"), "KeysPage"),
  page("/admin/:org/about", () => import("./pages.tsx"), "AboutPage"),
];
