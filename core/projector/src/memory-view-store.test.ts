import { MemoryViewStore } from "./memory-view-store.ts";
import { viewStorePromises } from "./view-store.conformance.ts";

viewStorePromises("memory", () => new MemoryViewStore());
