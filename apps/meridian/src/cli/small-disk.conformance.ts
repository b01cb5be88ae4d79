import { limitPages } from "@meridian/state-sqlite/small-file.conformance";

/** Loaded by `node --import` into a node and its threads: the file that `MERIDIAN_SMALL_FILE` names has so little room. */
limitPages(process.env["MERIDIAN_SMALL_FILE"] ?? "", Number(process.env["MERIDIAN_SMALL_PAGES"]));
