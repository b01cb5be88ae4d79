import { fromHex } from "@meridian/base/bytes";
import { keyIdOf } from "@meridian/crypto/key-id";
import type { Signature } from "@meridian/kernel/transaction";
import { vocabulary, wordIn } from "@meridian/organisation-screens/vocabulary";
import { Card } from "@meridian/ui/card";
import { useDesk, useNameOf } from "@meridian/ui/desk/context";
import { useRows } from "@meridian/ui/desk/rows";
import { useLanguage, useWords } from "@meridian/ui/language";
import { Hash, Tag } from "@meridian/ui/marks";
import { listText } from "@meridian/ui/text/list";
import { BadgeCheck, CircleHelp } from "lucide-react";
import { words } from "./words.ts";

type KeyRow = {
  readonly key: string;
  readonly holder_type: "person" | "organisation";
  readonly holder: string;
  readonly status: string;
};
export type Actor = {
  readonly signature: Signature;
  readonly key: string;
  readonly holder: string | undefined;
  readonly isRevoked: boolean;
};

/** Whose keys signed, by the register of keys. */
export function useHolders(signatures: readonly Signature[]): readonly Actor[] {
  const keys = signatures.map(({ kind, key }) => keyIdOf(kind, fromHex(key) ?? new Uint8Array()));
  const rows = useRows<KeyRow>("keys", { where: { key: keys }, limit: 100 }).data?.rows ?? [];
  return signatures.map((signature, index) => {
    const row = rows.find(({ key }) => key === keys[index]);
    return { signature, key: keys[index] ?? "", holder: row?.holder, isRevoked: row?.status === "revoked" };
  });
}

/** Who signed, with names, roles and the algorithm of each signature. */
export function Actors({ signatures }: { readonly signatures: readonly Signature[] }) {
  const say = useWords(words);
  const actors = useHolders(signatures);
  return (
    <Card title={say.actors}>
      <p className="mb-2 text-ink-2">{say.actorsLead}</p>
      <ul className="divide-y divide-line">
        {actors.map((actor) => (
          <ActorLine key={actor.key} actor={actor} />
        ))}
      </ul>
    </Card>
  );
}

function ActorLine({ actor: { signature, key, holder, isRevoked } }: { readonly actor: Actor }) {
  const say = useWords(words);
  const spoken = useWords(vocabulary);
  const { language } = useLanguage();
  const { directory } = useDesk();
  const nameOf = useNameOf();
  const staff = directory.staff.find(({ id }) => id === holder);
  const member = directory.organisations.find(({ id }) => id === (staff?.organisation ?? holder));
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
      {holder === undefined ? (
        <CircleHelp size={18} className="text-warn" aria-hidden />
      ) : (
        <BadgeCheck size={18} className="text-ok" aria-hidden />
      )}
      <span className="font-medium">{holder === undefined ? say.unknownHolder : nameOf(holder)}</span>
      {staff !== undefined && (
        <span className="text-ink-2">
          {listText(
            staff.roles.map((role) => wordIn(spoken.role, role)),
            language,
          )}
        </span>
      )}
      {member !== undefined && (
        <a href={`/n/organisation/${encodeURIComponent(member.id)}`} className="text-brand hover:underline">
          {member.id === holder ? wordIn(spoken.kind, member.kind) : nameOf(member.id)}
        </a>
      )}
      <Tag>{say.algorithm[signature.kind]}</Tag>
      <Hash value={key} />
      {isRevoked && <Tag tone="warn">{say.revokedKey}</Tag>}
    </li>
  );
}
