/** An invented region on a square of 1,000 units: districts that meet at shared corners, and the river between them. */
export const SIZE = 1_000;

export type District = {
  readonly zh: string;
  readonly en: string;
  /** Where its name stands, near its rim and away from where members are. */
  readonly label: readonly [x: number, y: number];
  readonly outline: readonly (readonly [x: number, y: number])[];
};

const WEST_NORTH = [40, 55] as const;
const NORTH = [470, 30] as const;
const EAST_NORTH = [965, 60] as const;
const EAST = [975, 455] as const;
const EAST_SOUTH = [960, 930] as const;
const SOUTH = [715, 970] as const;
const SOUTH_WEST = [335, 960] as const;
const WEST_SOUTH = [40, 905] as const;
const WEST = [28, 445] as const;
/** Where three districts meet. */
const FERRY = [462, 292] as const;
const WEIR = [352, 428] as const;
const LOCK = [655, 372] as const;
const BRIDGE = [668, 590] as const;
const MARKET = [402, 662] as const;

export const DISTRICTS: readonly District[] = [
  {
    zh: "云山区",
    en: "Cloudhill",
    label: [150, 110],
    outline: [WEST_NORTH, [260, 25], NORTH, FERRY, WEIR, [190, 460], WEST],
  },
  {
    zh: "江北新区",
    en: "North Bank",
    label: [560, 95],
    outline: [NORTH, [720, 22], EAST_NORTH, EAST, [810, 400], LOCK, FERRY],
  },
  { zh: "江心区", en: "Midriver", label: [545, 335], outline: [FERRY, LOCK, BRIDGE, [530, 650], MARKET, WEIR] },
  {
    zh: "港湾区",
    en: "Harbour",
    label: [880, 880],
    outline: [LOCK, [810, 400], EAST, [985, 700], EAST_SOUTH, SOUTH, BRIDGE],
  },
  {
    zh: "竹里区",
    en: "Bamboo Lane",
    label: [450, 930],
    outline: [MARKET, [530, 650], BRIDGE, SOUTH, [520, 985], SOUTH_WEST],
  },
  {
    zh: "滨河区",
    en: "Riverside",
    label: [130, 870],
    outline: [WEST, [190, 460], WEIR, MARKET, SOUTH_WEST, WEST_SOUTH, [18, 690]],
  },
];

/** Along the southern bank of the two northern districts. */
export const RIVER =
  "M-20 452 C60 440 130 470 190 460 S310 446 352 428 S420 330 462 292 S590 350 655 372 S760 410 810 400 S930 440 1020 460";
