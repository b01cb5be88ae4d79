import { reachingThird } from "@meridian/validator/control";
import { type Words, words } from "../cli/call.ts";
import type { NetworkFile, NetworkOrganisation, NetworkValidator } from "./network-file.ts";

/** What is wrong with a network file: where, what, and what to do. */
export type NetworkFault = { readonly at: string; readonly happened: Words; readonly next: Words };

/** The file with its cards taken in. */
export type Founders = {
  readonly organisations: readonly Placed<NetworkOrganisation>[];
  readonly validators: readonly Placed<NetworkValidator>[];
};
/** Where it was written, for whoever must correct it. */
export type Placed<T> = { readonly at: string; readonly value: T };

/** Everything that does not hold together, all of it at once, so that nobody corrects one place after the other. */
export function faultsOf({ organisations, validators }: Founders, file: NetworkFile): readonly NetworkFault[] {
  return [
    ...(organisations.length === 0 ? [none("organisations", "institution", "机构")] : []),
    ...(validators.length === 0 ? [none("validators", "validator", "验证者")] : []),
    ...repeatedIn(organisations.map(({ at, value }) => ({ at: `${at}.id`, value: value.id }))),
    ...repeatedIn(validators.map(({ at, value }) => ({ at: `${at}.organisation`, value: value.organisation }))),
    ...repeatedIn([
      ...organisations.map(({ at, value }) => ({ at: `${at}.publicKey`, value: value.publicKey })),
      ...validators.map(({ at, value }) => ({ at: `${at}.publicKey`, value: value.publicKey })),
    ]),
    ...repeatedIn(nodesOf(validators).map(({ at, value }) => ({ at: `${at}.id`, value: value.id }))),
    ...repeatedIn(nodesOf(validators).map(({ at, value }) => ({ at, value: `${value.host}:${value.port}` }))),
    ...strangersIn({ organisations, validators }),
    ...sharedIn(validators, file),
    ...repeatedIn(
      (file.thresholds ?? []).map(({ subject }, i) => ({ at: `thresholds[${i}].subject`, value: subject })),
    ),
    ...minoritiesIn(file),
  ];
}

export const nodesOf = (validators: Founders["validators"]) =>
  validators.flatMap(({ at, value }) => value.nodes.map((node, i) => ({ at: `${at}.nodes[${i}]`, value: node })));

const none = (at: string, en: string, zh: string): NetworkFault => ({
  at,
  happened: words(`A network needs at least one ${en}.`, `网络至少需要一个${zh}。`),
  next: words(
    `Add one to \`${at}\`, or name cards in \`cards\`.`,
    `请在 \`${at}\` 中添加,或在 \`cards\` 中列出名片文件。`,
  ),
});

function repeatedIn(placed: readonly Placed<string>[]): readonly NetworkFault[] {
  const first = new Map<string, string>();
  return placed.flatMap(({ at, value }) => {
    const before = first.get(value);
    if (before === undefined) {
      first.set(value, at);
      return [];
    }
    return [
      {
        at,
        happened: words(`${value} stands at ${before} already.`, `${value} 已出现于 ${before}。`),
        next: words("Each stands once; correct one of the two.", "每项只能出现一次,请更正其中之一。"),
      },
    ];
  });
}

function strangersIn({ organisations, validators }: Founders): readonly NetworkFault[] {
  const known = new Set(organisations.map(({ value }) => value.id));
  return validators
    .filter(({ value }) => !known.has(value.organisation))
    .map(({ at, value }) => ({
      at: `${at}.organisation`,
      happened: words(`${value.organisation} is no member.`, `${value.organisation} 不是成员机构。`),
      next: words("Add it to `organisations`, or correct the id.", "请将其加入 `organisations`,或更正编号。"),
    }));
}

/** Whoever controls a third of the validators can stop the network alone, whatever the others do. */
function sharedIn(validators: Founders["validators"], { rules }: NetworkFile): readonly NetworkFault[] {
  if (rules?.sharedControl === "allowed") return [];
  const controlOf = ({ control, organisation }: NetworkValidator): string => control ?? organisation;
  const reaching = reachingThird(validators.map(({ value }) => ({ control: controlOf(value) })));
  return reaching.map(({ control, seats }) => {
    const held = validators.filter(({ value }) => controlOf(value) === control);
    const ids = held.map(({ value }) => value.organisation).join(", ");
    return {
      at: `${held.at(-1)?.at ?? "validators"}.control`,
      happened: words(
        `${control} controls ${seats} of ${validators.length} validators (${ids}) and could stop the network alone.`,
        `${control} 控制 ${validators.length} 个验证者中的 ${seats} 个(${ids}),可独自使网络停止。`,
      ),
      next: words(
        'Let another party operate one of them, or write "sharedControl": "allowed" in `rules`.',
        '请由其他主体运营其中之一,或在 `rules` 中写明 "sharedControl": "allowed"。',
      ),
    };
  });
}

function minoritiesIn({ thresholds = [] }: NetworkFile): readonly NetworkFault[] {
  return thresholds.flatMap(({ numerator, denominator }, i) =>
    numerator < denominator && 2 * numerator >= denominator
      ? []
      : [
          {
            at: `thresholds[${i}]`,
            happened: words(
              `More than ${numerator}/${denominator} is no majority that can be reached.`,
              `“超过 ${numerator}/${denominator}”不是可达到的多数。`,
            ),
            next: words("Take at least 1/2 and less than 1.", "请取不小于 1/2 且小于 1 的分数。"),
          },
        ],
  );
}
