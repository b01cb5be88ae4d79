import type { Directory } from "@meridian/client/desk";

/** Names the resources of one document; the same name for the same thing. */
export function freshUuids(): (what: string) => string {
  const known = new Map<string, string>();
  return (what) => {
    const id = known.get(what) ?? crypto.randomUUID();
    known.set(what, id);
    return id;
  };
}

/** What a practitioner or member is called in documents, which are in Chinese. */
export const nameInDocuments = ({ staff, organisations }: Directory, id: string): string =>
  (staff.find((each) => each.id === id) ?? organisations.find((each) => each.id === id))?.zh ?? id;
