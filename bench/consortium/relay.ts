import { connect, createServer, type Socket } from "node:net";

/**
 * Run in a process of its own: stands between members' engines and holds every byte back for so many milliseconds, both
 * ways. Arguments: milliseconds; pairs of ports `from:to` with commas.
 */
const [delay = "0", pairs = ""] = process.argv.slice(2);

/** Timers of one duration fire in the order they were set, so bytes stay in order. */
function pass(from: Socket, to: Socket): void {
  from.on("data", (bytes: Buffer) => setTimeout(() => to.write(bytes), Number(delay)));
  from.on("close", () => setTimeout(() => to.destroy(), Number(delay)));
  from.on("error", () => from.destroy());
}

for (const pair of pairs.split(",")) {
  const [listen = 0, target = 0] = pair.split(":").map(Number);
  createServer({ noDelay: true }, (near) => {
    const far = connect({ port: target, host: "127.0.0.1", noDelay: true });
    pass(near, far);
    pass(far, near);
  }).listen(listen, "127.0.0.1");
}
process.send?.({ type: "up" });
process.once("disconnect", () => process.exit(0));
