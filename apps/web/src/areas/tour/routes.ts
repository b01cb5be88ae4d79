import { page } from "../../frame/routing.tsx";

/** The pages of this area, in the order in which addresses are tried. */
export const tourPages = [page("/tour", () => import("./tour.tsx"), "Tour")];
