import type { Session } from "@meridian/client/desk";
import { buttonClass } from "@meridian/ui/button";
import { useSession } from "@meridian/ui/desk/context";
import { useWords } from "@meridian/ui/language";
import { Denied, Notice } from "@meridian/ui/states";
import { LogIn } from "lucide-react";
import type { ReactNode } from "react";
import { words } from "../words.ts";
import { Area, type AreaLink } from "./area.tsx";
import { useHere } from "./routing.tsx";

/** What one learns by signing in, and the way there, which leads back here. */
export function SignInNotice({ title, children }: { readonly title: ReactNode; readonly children?: ReactNode }) {
  const { signIn } = useWords(words);
  const here = useHere();
  return (
    <Notice
      icon={<LogIn size={28} aria-hidden />}
      title={title}
      action={
        <a href={`/signin?next=${encodeURIComponent(here)}`} className={buttonClass("primary", "large")}>
          {signIn}
        </a>
      }
    >
      {children}
    </Notice>
  );
}

type PostAreaProps<Post> = {
  readonly label: string;
  readonly links: readonly AreaLink[];
  /** What the signed-in person is here; undefined when nothing. */
  readonly postOf: (session: Session) => Post | undefined;
  /** Told to whoever is not signed in. */
  readonly signInAs: string;
  /** Told to whoever is signed in and has no such post. */
  readonly notYours: string;
  readonly children: (post: Post) => ReactNode;
};

/** The pages of people who hold a certain post, such as a physician's; anybody else learns whose they are. */
export function PostArea<Post>({ label, links, postOf, signInAs, notYours, children }: PostAreaProps<Post>) {
  const session = useSession();
  const post = session === undefined ? undefined : postOf(session);
  return (
    <Area label={label} links={links}>
      {post !== undefined ? (
        children(post)
      ) : session === undefined ? (
        <>
          <h1 className="sr-only">{label}</h1>
          <SignInNotice title={signInAs} />
        </>
      ) : (
        <>
          <h1 className="text-center text-ink-2">{notYours}</h1>
          <Denied />
        </>
      )}
    </Area>
  );
}
