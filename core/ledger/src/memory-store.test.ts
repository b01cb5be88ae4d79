import { MemoryStateStore } from "./memory-store.ts";
import { stateStorePromises } from "./state-store.conformance.ts";

stateStorePromises("memory", () => {
  const store = new MemoryStateStore();
  // What is nowhere but in this process cannot rot, and is open as long as it is held.
  return { store, reopen: () => store, dispose: () => store.close() };
});
