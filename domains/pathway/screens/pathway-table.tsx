import { PARAM_NAMES, type PathwayDocument, type Transition } from "@meridian/pathway/document";
import { Card, Facts } from "@meridian/ui/card";
import { useLanguage, useWords } from "@meridian/ui/language";
import { actorText, conditionsOf, deadlineText, paramText, stepText } from "./saying.ts";
import { type PathwayNames, pathwayWords } from "./vocabulary.tsx";
import { screenWords } from "./words.ts";

type Props = { readonly pathway: PathwayDocument; readonly names: PathwayNames };

/** A pathway as a table that everybody can read: who may do what, when, and for how long. */
export function PathwayTable({ pathway, names }: Props) {
  const say = useWords(screenWords);
  return (
    <div className="grid grid-cols-1 gap-4">
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2">
        <Params pathway={pathway} />
        <Switches pathway={pathway} names={names} />
      </div>
      <Card title={say.transitions}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section className="overflow-x-auto" tabIndex={0} aria-label={say.transitions}>
          <table className="w-full min-w-[56rem] text-left" data-testid="transitions">
            <thead className="bg-sunken text-sm text-ink-2">
              <tr>
                {(["id", "command", "step", "who", "conditions", "deadline"] as const).map((column) => (
                  <th key={column} scope="col" className="px-2 py-2 font-normal">
                    {say.columns[column]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {pathway.transitions.map((transition) => (
                <TransitionRow key={transition.id} transition={transition} pathway={pathway} names={names} />
              ))}
            </tbody>
          </table>
        </section>
      </Card>
    </div>
  );
}

function TransitionRow({ transition, pathway, names }: Props & { readonly transition: Transition }) {
  const say = useWords(screenWords);
  const { commands } = useWords(pathwayWords);
  const { language } = useLanguage();
  const { quorum } = transition;
  const signers = typeof quorum === "number" ? quorum : pathway.params[quorum];
  return (
    <tr className="border-b border-line align-top">
      <th scope="row" className="px-2 py-2 font-mono text-sm font-normal whitespace-nowrap">
        {transition.id}
      </th>
      <td className="min-w-32 px-2 py-2 font-medium">{commands[transition.cmd]}</td>
      <td className="px-2 py-2">{stepText(transition, names, language)}</td>
      <td className="px-2 py-2">
        {actorText(transition, language)}
        {signers > 1 && <span className="block text-sm text-ink-2">{say.signers(String(signers))}</span>}
      </td>
      <td className="px-2 py-2">
        <ul>
          {conditionsOf(transition.guard, language).map(({ text, code }) => (
            <li key={text}>{code ? <code className="font-mono text-sm break-all">{text}</code> : text}</li>
          ))}
        </ul>
      </td>
      <td className="min-w-28 px-2 py-2">{deadlineText(transition, pathway, language) ?? "–"}</td>
    </tr>
  );
}

function Params({ pathway: { params } }: { readonly pathway: PathwayDocument }) {
  const say = useWords(screenWords);
  const words = useWords(pathwayWords);
  const { language } = useLanguage();
  return (
    <Card title={say.params}>
      <Facts rows={PARAM_NAMES.map((name) => [words.params[name], paramText(name, params[name], language)])} />
    </Card>
  );
}

function Switches({ pathway: { switches }, names }: Props) {
  const say = useWords(screenWords);
  const words = useWords(pathwayWords);
  const { language } = useLanguage();
  const and = language === "zh" ? "、" : ", ";
  const flags = (["deliveryAllowed", "settlementRequired", "selfPayAllowed", "patientMayCancel"] as const).map(
    (flag) => [words.switches[flag], switches[flag] ? say.yes : say.no] as const,
  );
  return (
    <Card title={say.switches}>
      <Facts
        rows={[
          ...flags,
          [words.nomination, words.nominations[switches.nomination]],
          [words.lists.classes, switches.classes.map((each) => names.drugClass[each] ?? each).join(and)],
          [words.lists.prescriberKinds, switches.prescriberKinds.map((each) => words.kinds[each]).join(and)],
          [words.lists.pharmacyKinds, switches.pharmacyKinds.map((each) => words.kinds[each]).join(and)],
        ]}
      />
    </Card>
  );
}
