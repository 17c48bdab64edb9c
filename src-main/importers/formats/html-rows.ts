/** A cell of a table, by the column at which it begins: cells that span columns push the later ones on. */
export interface HtmlCell {
  readonly column: number;
  readonly text: string;
}

/**
 * The rows of all tables of a document that a program wrote, cells that are not shown left out. No HTML parser: no scripts, no repairs. Time is
 * linear in the length of the text, whatever it holds.
 */
export function htmlRows(html: string): readonly (readonly HtmlCell[])[] {
  const [, ...rows] = html.split(/<tr\b/i);
  return rows.map((row) => cells(beforeEnd(row, /<\/tr\b/i)));
}

function cells(row: string): readonly HtmlCell[] {
  const [, ...parts] = row.split(/<t[dh]\b/i);
  const found: HtmlCell[] = [];
  let column = 0;
  for (const part of parts) {
    const tagEnd = part.indexOf('>');
    const attributes = tagEnd < 0 ? '' : part.slice(0, tagEnd);
    if (/\bclass=["']?hidden\b/i.test(attributes)) continue;
    found.push({ column, text: plainText(beforeEnd(part.slice(tagEnd + 1), /<\/t[dh]\b/i)) });
    column += Number(/\bcolspan=["']?(\d{1,3})/i.exec(attributes)?.[1] ?? 1);
  }
  return found;
}

function beforeEnd(text: string, end: RegExp): string {
  const at = text.search(end);
  return at < 0 ? text : text.slice(0, at);
}

const entities: Readonly<Record<string, string>> = { nbsp: ' ', amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const codePointMax = 0x10ffff;

const plainText = (html: string): string =>
  html
    .replaceAll(/<[^<>]*>/g, '')
    .replaceAll(/&(?:#(\d{1,7})|([a-z]{2,5}));/g, (entity, code: string | undefined, name: string | undefined) => {
      if (code === undefined) return entities[name ?? ''] ?? entity;
      return Number(code) > codePointMax ? entity : String.fromCodePoint(Number(code));
    })
    .replaceAll(/\s+/g, ' ')
    .trim();
