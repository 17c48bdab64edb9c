/** One line of the host link: a verb and its fields. Tabs part them, so in a field `\\ \t \n \r` stand for the characters of C. */
export function formatLine(fields: readonly string[]): string {
  return `${fields.map(escapeField).join('\t')}\n`;
}

/** The fields of a line without its end. */
export function parseLine(text: string): string[] {
  return text.split('\t').map((field) => field.replace(/\\(.)/g, (_, code: string) => unescaped[code] ?? code));
}

const escapeField = (field: string): string =>
  /[\\\t\n\r]/.test(field) ? field.replace(/[\\\t\n\r]/g, (character) => escaped[character] ?? character) : field;

const escaped: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const unescaped: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r' };

/** `NAME=value` fields of what is not undefined. */
export function namedFields(values: Readonly<Record<string, string | number | undefined>>): string[] {
  return Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
}
