import type { OrganisationId, PersonId } from "@meridian/base/ids";
import type { DeskInfo, DeskNode, DeskSessions, Directory, Session } from "@meridian/client/desk";
import { nameInDocuments } from "../../../desk/documents.ts";
import { openDesk } from "../../../desk/open-desk.ts";

/** Who plays along, beside the newcomer who is the patient. */
export type Role = "doctor" | "reviewer" | "pharmacist" | "insurer" | "courier" | "regulator";
export type Part = "patient" | Role;

export const HOSPITAL = "hospital-central-internet" as OrganisationId;
export const PHARMACY = "pharmacy-lotus" as OrganisationId;
export const INSURER = "insurance-authority" as OrganisationId;
export const CARRIER = "carrier-swift" as OrganisationId;
const COMMISSION = "health-commission" as OrganisationId;

const POSTS: { readonly [R in Role]: readonly [organisation: OrganisationId, role: string] } = {
  doctor: [HOSPITAL, "physician"],
  reviewer: [HOSPITAL, "pharmacist"],
  pharmacist: [PHARMACY, "pharmacist"],
  insurer: [INSURER, "officer"],
  courier: [CARRIER, "courier"],
  regulator: [COMMISSION, "officer"],
};

export type Player = { readonly node: DeskNode; readonly sessions: DeskSessions };

/** The scope under which a part's session lives in this tab; frames of that name share it. */
export const scopeOf = (part: Part): string => `tour-${part}`;

/** Desks of all parts, each signed in when it is first needed. */
export class Cast {
  readonly #directory: Directory;
  readonly #info: DeskInfo;
  readonly #players = new Map<Part, Player>();

  constructor(directory: Directory, info: DeskInfo) {
    this.#directory = directory;
    this.#info = info;
  }

  /** The person who plays a role. */
  personOf(role: Role): PersonId {
    const [organisation, wanted] = POSTS[role];
    const found = this.#directory.staff.find(
      (each) => each.organisation === organisation && each.roles.includes(wanted),
    );
    if (found === undefined) throw new Error(`the demonstration has no ${wanted} at ${organisation}`);
    return found.id;
  }

  /** What a practitioner or member is called in documents. */
  named(id: PersonId | OrganisationId): string {
    return nameInDocuments(this.#directory, id);
  }

  /** The desk of a part, whoever is signed in there. */
  playerOf(part: Part): Player {
    const known = this.#players.get(part);
    if (known !== undefined) return known;
    // Each at the node of their own institution; the patient at the hospital's.
    const [organisation] = part === "patient" ? POSTS.doctor : POSTS[part];
    const base = this.#info.neighbours?.find((each) => each.organisation === organisation)?.path ?? "";
    const { node, sessions } = openDesk(scopeOf(part), base);
    const player = { node, sessions };
    this.#players.set(part, player);
    return player;
  }

  async signedIn(role: Role): Promise<Player> {
    const player = this.playerOf(role);
    if (player.sessions.current === undefined) await player.sessions.signInWithKept(this.personOf(role));
    return player;
  }

  get patient(): Session | undefined {
    return this.playerOf("patient").sessions.current;
  }

  async leave(): Promise<void> {
    await Promise.all([...this.#players.values()].map(({ sessions }) => sessions.signOut().catch(() => undefined)));
    this.#players.clear();
  }
}
