import { toHex, utf8 } from "@meridian/base/bytes";
import type { OrganisationId, PersonId } from "@meridian/base/ids";
import { commitmentOf, SALT_BYTES } from "@meridian/crypto/commitment";
import type { StaffRole } from "@meridian/kernel/vocabulary";
import type { CommandOf } from "@meridian/person/schema";
import { Button } from "@meridian/ui/button";
import { Card } from "@meridian/ui/card";
import { useAct } from "@meridian/ui/desk/act";
import { mayHaveHappened } from "@meridian/ui/desk/acting";
import { useSession } from "@meridian/ui/desk/context";
import { download } from "@meridian/ui/desk/proof";
import { TextField } from "@meridian/ui/field";
import { useWords } from "@meridian/ui/language";
import { UserPlus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { handsOf, newKey } from "./hands.tsx";
import { useBothNames } from "./keys.tsx";
import { RoleChoice, rolesText } from "./staff.tsx";
import { words } from "./words.ts";

/** Registers a practitioner after a document was checked: pseudonym, key, salted hash, and the roles here. */
export function RegisterPractitioner({ organisation }: { readonly organisation: OrganisationId }) {
  const say = useWords(words);
  const act = useAct();
  const name = useBothNames(organisation);
  const { registers, hands } = handsOf(useSession(), organisation);
  const [document, setDocument] = useState("");
  const [roles, setRoles] = useState<readonly StaffRole[]>([]);
  const [tried, setTried] = useState(false);
  const [done, setDone] = useState(false);
  if (!registers) return null;
  const register = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (document.trim() === "" || roles.length === 0) return;
    const id = `s-${toHex(crypto.getRandomValues(new Uint8Array(8)))}` as PersonId;
    const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
    const fresh = newKey();
    const enter: CommandOf<"register"> = {
      domain: "person",
      type: "register",
      id,
      kind: "practitioner",
      identity: commitmentOf(salt, utf8(document.trim())),
      key: fresh.key,
    };
    const takeOn: CommandOf<"affiliate"> = { domain: "person", type: "affiliate", id, organisation, roles };
    const says = {
      zh: words.zh.registerSays(name.zh, id, rolesText(roles, "zh")),
      en: words.en.registerSays(name.en, id, rolesText(roles, "en")),
    };
    const acted = await act({ commands: [enter, takeOn], says, hands: { ...hands, with: [fresh.signer] } });
    if (!mayHaveHappened(acted)) return;
    download(`key-${id}.json`, fresh.file({ person: id, identitySalt: toHex(salt) }));
    setDone(true);
    setTried(false);
    setDocument("");
    setRoles([]);
  };
  return (
    <Card title={say.register}>
      <p className="mb-3 text-ink-2">{say.registerLead}</p>
      <form onSubmit={register} noValidate className="grid gap-3" data-screen-only>
        <TextField
          label={say.document}
          hint={say.documentHint}
          rows={2}
          autoComplete="off"
          value={document}
          onChange={(event) => setDocument(event.target.value)}
          {...(tried && document.trim() === "" && { error: say.documentError })}
        />
        <RoleChoice roles={roles} choose={setRoles} {...(tried && roles.length === 0 && { error: say.rolesError })} />
        <div>
          <Button type="submit" look="primary" icon={<UserPlus size={16} aria-hidden />} data-testid="register">
            {say.register}
          </Button>
        </div>
        <p aria-live="polite" className="text-sm text-ok">
          {done && say.registered}
        </p>
      </form>
    </Card>
  );
}
