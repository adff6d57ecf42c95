/** HTML as text: what is put in is escaped unless it is HTML already. */

/** Text that is HTML and may stand as it is. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Part = Html | string | number | null | readonly Part[];

/** A template whose values are escaped; null and empty lists leave nothing. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.map((text, i) => text + (i < parts.length ? textOf(parts[i]!) : "")).join(""));
}

/** HTML made elsewhere, such as a chart. */
export function raw(text: string): Html {
  return new Html(text);
}

function textOf(part: Part): string {
  if (part === null) return "";
  if (part instanceof Html) return part.text;
  if (typeof part === "object") return part.map(textOf).join("");
  return escaped(String(part));
}

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Text as the content of a CSS string. */
export function cssString(text: string): string {
  return `"${text.replace(/[^ !#-;=?-[\]-~\u00a0-\uffff]/g, (sign) => `\\${sign.codePointAt(0)!.toString(16)} `)}"`;
}
