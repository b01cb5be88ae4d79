import type { ReactNode } from "react";
import { usePath } from "./routing.tsx";

export type AreaLink = { readonly href: string; readonly label: string; readonly icon: ReactNode };

type Props = {
  readonly label: string;
  readonly links: readonly AreaLink[];
  readonly children: ReactNode;
  /** `phone`: one column, the links at the foot; `desk`: the whole width, the links above. */
  readonly kind?: "phone" | "desk";
};

/** The pages of one role, and the way between them. */
export function Area({ label, links, children, kind = "desk" }: Props) {
  const pathname = usePath();
  const active = links
    .map(({ href }) => href)
    .filter((href) => pathname === href || pathname.startsWith(`${href}/`))
    .sort((a, b) => b.length - a.length)[0];
  if (kind === "phone")
    return (
      <div className="mx-auto max-w-md px-4 pt-4 pb-24 text-[1.07rem]">
        {children}
        <nav
          data-screen-only
          aria-label={label}
          className="fixed inset-x-0 bottom-0 z-30 flex border-t border-line bg-surface pb-[env(safe-area-inset-bottom)]"
        >
          {links.map(({ href, label: text, icon }) => (
            <a
              key={href}
              href={href}
              aria-current={href === active ? "page" : undefined}
              className="grid min-h-14 flex-1 place-items-center content-center gap-0.5 text-sm text-ink-2 aria-[current=page]:font-semibold aria-[current=page]:text-brand"
            >
              {icon}
              {text}
            </a>
          ))}
        </nav>
      </div>
    );
  return (
    <div className="mx-auto max-w-[1400px] px-4 py-4 sm:px-6">
      <nav data-screen-only aria-label={label} className="mb-4 flex flex-wrap gap-1">
        {links.map(({ href, label: text, icon }) => (
          <a
            key={href}
            href={href}
            aria-current={href === active ? "page" : undefined}
            className="inline-flex min-h-9 items-center gap-2 rounded-control px-3 text-ink-2 hover:bg-sunken aria-[current=page]:bg-brand-soft aria-[current=page]:font-semibold aria-[current=page]:text-brand"
          >
            {icon}
            {text}
          </a>
        ))}
      </nav>
      {children}
    </div>
  );
}
