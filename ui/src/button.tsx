import type { ButtonHTMLAttributes, ReactNode } from "react";

const LOOK = {
  primary: "bg-brand text-on-brand hover:bg-brand-hover",
  secondary: "bg-surface text-ink shadow-card hover:bg-sunken",
  quiet: "text-brand hover:bg-brand-soft",
  danger: "bg-danger text-surface hover:opacity-90",
} as const;
const SIZE = {
  small: "min-h-8 px-3 text-sm",
  normal: "min-h-10 px-4",
  large: "min-h-12 px-5 text-lg",
} as const;

type Props = ButtonHTMLAttributes<HTMLButtonElement> & {
  readonly look?: keyof typeof LOOK;
  readonly size?: keyof typeof SIZE;
  readonly icon?: ReactNode;
  /** While true it takes no second click and says so to screen readers. */
  readonly busy?: boolean;
};

/** The classes of a button, for links that look like one. */
export const buttonClass = (look: keyof typeof LOOK = "secondary", size: keyof typeof SIZE = "normal"): string =>
  `inline-flex items-center justify-center gap-2 rounded-control font-medium transition-colors cursor-pointer disabled:cursor-not-allowed disabled:opacity-55 aria-busy:cursor-progress ${LOOK[look]} ${SIZE[size]}`;

export function Button({ look, size, icon, busy = false, className = "", children, disabled, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled === true || busy}
      aria-busy={busy || undefined}
      className={`${buttonClass(look, size)} ${className}`}
    >
      {icon}
      {children}
    </button>
  );
}
