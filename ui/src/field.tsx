import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from "react";

const CONTROL =
  "w-full min-h-10 rounded-control border border-line bg-surface px-3 py-1.5 text-ink placeholder:text-ink-3 aria-invalid:border-danger disabled:bg-sunken";

type Around = {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: ReactNode;
};
type Wired = { readonly id: string; readonly "aria-describedby": string | undefined; readonly "aria-invalid": boolean };

function Wrapped({ label, hint, error, children }: Around & { readonly children: (wired: Wired) => ReactNode }) {
  const id = useId();
  const below = error ?? hint;
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-sm text-ink-2">
        {label}
      </label>
      {children({
        id,
        "aria-describedby": below === undefined ? undefined : `${id}-below`,
        "aria-invalid": error !== undefined,
      })}
      {below !== undefined && (
        <p id={`${id}-below`} className={`text-sm ${error === undefined ? "text-ink-3" : "text-danger"}`}>
          {below}
        </p>
      )}
    </div>
  );
}

/** A line of text with its label; takes the registration of a form library as it is. */
export function Field({
  label,
  hint,
  error,
  ...input
}: Around & InputHTMLAttributes<HTMLInputElement> & { readonly ref?: React.Ref<HTMLInputElement> }) {
  return (
    <Wrapped label={label} hint={hint} error={error}>
      {(wired) => <input {...input} {...wired} className={CONTROL} />}
    </Wrapped>
  );
}

export function TextField({
  label,
  hint,
  error,
  ...area
}: Around & TextareaHTMLAttributes<HTMLTextAreaElement> & { readonly ref?: React.Ref<HTMLTextAreaElement> }) {
  return (
    <Wrapped label={label} hint={hint} error={error}>
      {(wired) => <textarea rows={3} {...area} {...wired} className={CONTROL} />}
    </Wrapped>
  );
}

type Option = { readonly value: string; readonly label: string };

/** The platform's own list: works with every keyboard, phone and screen reader. */
export function Select({
  label,
  hint,
  error,
  options,
  ...select
}: Around &
  SelectHTMLAttributes<HTMLSelectElement> & {
    readonly options: readonly Option[];
    readonly ref?: React.Ref<HTMLSelectElement>;
  }) {
  return (
    <Wrapped label={label} hint={hint} error={error}>
      {(wired) => (
        <select {...select} {...wired} className={CONTROL}>
          {options.map(({ value, label: text }) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Wrapped>
  );
}

export function CheckField({
  label,
  ...input
}: { readonly label: ReactNode } & InputHTMLAttributes<HTMLInputElement> & {
    readonly ref?: React.Ref<HTMLInputElement>;
  }) {
  return (
    <label className="flex min-h-10 cursor-pointer items-center gap-2">
      <input type="checkbox" {...input} className="size-5 accent-brand" />
      <span>{label}</span>
    </label>
  );
}
