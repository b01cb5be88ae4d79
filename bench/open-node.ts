import { enableCompileCache } from "node:module";

// As the command line does.
enableCompileCache();
const { MeridianNode } = await import("../apps/meridian/src/node/node.ts");
const { benchGenesis, validatorSeeds } = await import("./network.ts");

/** Run in a process of its own by the restart bench: opens the node in a folder and prints what that took. */
const VALIDATORS = 7;
const [folder = ""] = process.argv.slice(2);
const node = await MeridianNode.open({
  folder,
  genesis: benchGenesis(VALIDATORS),
  validatorSeeds: validatorSeeds(VALIDATORS),
  onFailure: (error) => {
    throw error;
  },
});
// From the start of the process: whoever restarts a node waits for that, too.
const milliseconds = performance.now();
const { rss } = process.memoryUsage();
await node.stop();
process.stdout.write(JSON.stringify({ milliseconds, rss }));
process.exit(0);
