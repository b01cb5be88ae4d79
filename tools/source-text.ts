/** After these a slash begins a regular expression; after a name, a number or a bracket that closes it divides. */
const BEFORE_REGEX = /^([(,=:[!&|?{};+<>~*%^-]|return|typeof|case|of|in|)$/;

/**
 * TypeScript source with everything that is not code blanked out, every position kept: comments and the insides of
 * texts, templates and regular expressions become spaces. What is found in the rest is really there, so a rule about
 * code is not broken by a sentence about it.
 */
export function codeOf(source: string): string {
  const code = source.split("");
  /** Depths of braces at which the open placeholders of templates close. */
  const placeholders: number[] = [];
  let depth = 0;
  let previous = "";
  let at = 0;
  while (at < source.length) {
    const char = source.charAt(at);
    const closesPlaceholder = char === "}" && placeholders.at(-1) === depth;
    let end = at + 1;
    let blank: readonly [from: number, to: number] | undefined;
    if (/\s/.test(char)) {
      at++;
      continue;
    }
    if (source.startsWith("//", at) || source.startsWith("/*", at) || (at === 0 && source.startsWith("#!"))) {
      end = commentEnd(source, at);
      blank = [at, end];
    } else if (/[\w$]/.test(char)) {
      while (/[\w$]/.test(source.charAt(end))) end++;
    } else if (char === '"' || char === "'") {
      end = closing(source, at + 1, char);
      blank = [at + 1, end - 1];
    } else if (char === "`" || closesPlaceholder) {
      if (closesPlaceholder) {
        placeholders.pop();
        depth--;
      }
      end = templateEnd(source, at + 1);
      blank = [at + 1, end - 1];
      if (source.charAt(end - 1) === "{") placeholders.push(++depth);
    } else if (char === "/" && BEFORE_REGEX.test(previous)) {
      end = regexEnd(source, at + 1);
      blank = [at + 1, end - 1];
    } else if (char === "{") depth++;
    else if (char === "}") depth--;
    const comment = blank !== undefined && blank[0] === at;
    if (!comment)
      previous = source.charAt(end - 1) === "{" ? "{" : blank === undefined ? source.slice(at, end) : "text";
    for (let i = blank?.[0] ?? end; i < (blank?.[1] ?? end); i++) if (code[i] !== "\n") code[i] = " ";
    at = end;
  }
  return code.join("");
}

function commentEnd(source: string, from: number): number {
  const block = source.startsWith("/*", from);
  const close = source.indexOf(block ? "*/" : "\n", from + 2);
  return close < 0 ? source.length : close + (block ? 2 : 0);
}

/** Position after the quote that closes a text, or after its line when none does. */
function closing(source: string, from: number, quote: string): number {
  for (let i = from; i < source.length; i++) {
    const char = source.charAt(i);
    if (char === "\\") i++;
    else if (char === quote || char === "\n") return i + 1;
  }
  return source.length;
}

/** Position after the backtick or the `${` that ends this part of a template. */
function templateEnd(source: string, from: number): number {
  for (let i = from; i < source.length; i++) {
    const char = source.charAt(i);
    if (char === "\\") i++;
    else if (char === "`") return i + 1;
    else if (char === "$" && source.charAt(i + 1) === "{") return i + 2;
  }
  return source.length;
}

function regexEnd(source: string, from: number): number {
  let inClass = false;
  for (let i = from; i < source.length; i++) {
    const char = source.charAt(i);
    if (char === "\\") i++;
    else if (char === "[") inClass = true;
    else if (char === "]") inClass = false;
    else if ((char === "/" && !inClass) || char === "\n") return i + 1;
  }
  return source.length;
}

export type Import = {
  /** What is imported; undefined when it is computed. */
  readonly from: string | undefined;
  /** Gone when the types are stripped. */
  readonly typeOnly: boolean;
};

const IMPORTS = /\bfrom\s*(?=["'])|\bimport\s*(?=["'])|\b(?:import|require)\s*\(\s*(?=(.?))/g;

export function importsOf(source: string): readonly Import[] {
  const code = codeOf(source);
  return [...code.matchAll(IMPORTS)].map((match) => {
    const start = match.index + match[0].length;
    const quote = code.charAt(start);
    if (quote !== '"' && quote !== "'" && quote !== "`") return { from: undefined, typeOnly: false };
    const from = source.slice(start + 1, code.indexOf(quote, start + 1));
    const before = code.slice(0, match.index);
    const statement = before.slice(Math.max(before.lastIndexOf("import"), before.lastIndexOf("export")));
    return { from, typeOnly: match[0].startsWith("from") && /^(import|export)\s+type\b/.test(statement) };
  });
}
