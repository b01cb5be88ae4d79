import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import type { Random } from "@meridian/region/generator/random";

/** What a connection through a link suffers. */
export type Conditions = {
  /** Every byte arrives so much later. */
  readonly delayMilliseconds?: number;
  /** And up to so much later still; the order stays, as TCP has it. */
  readonly jitterMilliseconds?: number;
  /** Each direction carries no more. */
  readonly bytesPerSecond?: number;
  /** Of 100 pieces so many break their connection, as a middlebox that loses its table does. */
  readonly breaksPercent?: number;
};

type State = "open" | "cut" | "refused";
/** A sender that is faster than the link is told to wait. */
const QUEUE_BYTES_MAX = 1_048_576;

/**
 * The way from one node to another: the first dials this proxy, which dials the other. What it does to the bytes is
 * decided here and needs no right on the machine, so the tests run as any user.
 */
export class Link {
  readonly #server: Server;
  readonly #target: number;
  readonly #random: Random;
  readonly #pairs = new Set<Pair>();
  conditions: Conditions = {};
  /** How many connections broke by chance. */
  broken = 0;
  #state: State = "open";

  private constructor(server: Server, target: number, random: Random) {
    this.#server = server;
    this.#target = target;
    this.#random = random;
    server.on("connection", (socket) => this.#connected(socket));
  }

  static async open(port: number, target: number, random: Random): Promise<Link> {
    const server = createServer({ pauseOnConnect: true, noDelay: true });
    const link = new Link(server, target, random);
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return link;
  }

  get connections(): number {
    return this.#pairs.size;
  }

  /** As when the cable is pulled: nothing arrives and nobody is told; what was sent arrives after `heal`. */
  cut(): void {
    this.#state = "cut";
  }

  /** As when the port is closed: connections break, and new ones are refused. */
  refuse(): void {
    this.#state = "refused";
    this.break();
  }

  /** Breaks what is connected now; both ends may connect again. */
  break(): void {
    for (const pair of [...this.#pairs]) pair.end();
  }

  heal(): void {
    this.#state = "open";
    this.conditions = {};
    for (const pair of this.#pairs) pair.resume();
  }

  async close(): Promise<void> {
    this.break();
    this.#server.close();
    await once(this.#server, "close");
  }

  #connected(near: Socket): void {
    if (this.#state === "refused") {
      near.on("error", () => undefined).resetAndDestroy();
      return;
    }
    const far = connect({ port: this.#target, host: "127.0.0.1", noDelay: true });
    const pair: Pair = new Pair(near, far, {
      isCut: () => this.#state === "cut",
      conditions: () => this.conditions,
      random: this.#random,
      onBreak: () => {
        this.broken++;
      },
      onEnd: () => this.#pairs.delete(pair),
    });
    this.#pairs.add(pair);
  }
}

type Way = {
  isCut(): boolean;
  conditions(): Conditions;
  readonly random: Random;
  onBreak(): void;
  onEnd(): void;
};

/** Both directions of one connection. */
class Pair {
  readonly #near: Socket;
  readonly #far: Socket;
  readonly #way: Way;
  readonly #directions: readonly Direction[];
  #isOver = false;

  constructor(near: Socket, far: Socket, way: Way) {
    this.#near = near;
    this.#far = far;
    this.#way = way;
    for (const socket of [near, far]) socket.on("error", () => undefined).on("close", () => this.end());
    const onBreak = (): void => {
      way.onBreak();
      this.end();
    };
    this.#directions = [new Direction(near, far, way, onBreak), new Direction(far, near, way, onBreak)];
  }

  resume(): void {
    for (const direction of this.#directions) direction.go();
  }

  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const direction of this.#directions) direction.stop();
    // A socket that is closed already, or not yet open, would keep its handle for ever.
    for (const socket of [this.#near, this.#far])
      if (socket.readyState === "open") socket.resetAndDestroy();
      else socket.destroy();
    this.#way.onEnd();
  }
}

type Piece = { readonly bytes: Uint8Array; readonly due: number };

/** Bytes from one socket to another, each piece not before it is due. */
class Direction {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #way: Way;
  readonly #queue: Piece[] = [];
  #queued = 0;
  #lastDue = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(from: Socket, to: Socket, way: Way, onBreak: () => void) {
    this.#from = from;
    this.#to = to;
    this.#way = way;
    from.on("data", (bytes) => {
      const { breaksPercent = 0 } = way.conditions();
      // In hundredths of a percent, so that one in some thousand can be asked for.
      if (breaksPercent > 0 && way.random.below(10_000) < breaksPercent * 100) onBreak();
      else this.#take(bytes);
    });
    from.on("end", () => this.#whenEmpty(() => to.end()));
    from.resume();
  }

  go(): void {
    this.stop();
    this.#schedule();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #take(bytes: Uint8Array): void {
    const { delayMilliseconds = 0, jitterMilliseconds = 0, bytesPerSecond } = this.#way.conditions();
    const now = performance.now();
    const jitter = jitterMilliseconds === 0 ? 0 : this.#way.random.below(jitterMilliseconds + 1);
    const carried = bytesPerSecond === undefined ? 0 : (bytes.length / bytesPerSecond) * 1_000;
    const due = Math.max(now + delayMilliseconds + jitter, this.#lastDue) + carried;
    this.#lastDue = due;
    this.#queue.push({ bytes, due });
    this.#queued += bytes.length;
    if (this.#queued > QUEUE_BYTES_MAX) this.#from.pause();
    this.#schedule();
  }

  #schedule(): void {
    if (this.#timer !== undefined || this.#way.isCut()) return;
    const wait = (this.#queue[0]?.due ?? 0) - performance.now();
    if (wait <= 0) this.#send();
    else this.#timer = setTimeout(() => this.#send(), wait);
  }

  #send(): void {
    this.#timer = undefined;
    while (this.#queue[0] !== undefined && this.#queue[0].due <= performance.now() && !this.#way.isCut()) {
      const { bytes } = this.#queue.shift() as Piece;
      this.#queued -= bytes.length;
      if (!this.#to.destroyed) this.#to.write(bytes);
    }
    if (this.#queued <= QUEUE_BYTES_MAX) this.#from.resume();
    if (this.#queue.length > 0) this.#schedule();
    else if (this.#to.writable) this.#onEmpty?.();
  }

  #onEmpty: (() => void) | undefined;
  #whenEmpty(run: () => void): void {
    this.#onEmpty = run;
    if (this.#queue.length === 0) run();
  }
}
