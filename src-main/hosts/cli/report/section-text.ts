import { assertNever } from '#shared/base/assert.ts';
import { besideOrBelow, plainTable } from './plain-table.ts';
import type { LinesSection, ReportLine, ReportRow, ReportSection, TableSection } from './section.ts';

const columnsMax = 100;

/** A section for a terminal of a hundred columns. */
export function sectionText(section: ReportSection): string {
  switch (section.kind) {
    case 'lines':
      return linesText(section);
    case 'table':
      return tableText(section);
    case 'pair':
      return besideOrBelow(tableText(section.left), tableText(section.right), columnsMax);
    default:
      return assertNever(section, 'a section of a report');
  }
}

const linesText = ({ title, lines }: LinesSection): string => [title.toUpperCase(), ...lines.map(lineText)].join('\n');

/** What goes on in a further line is indented. */
function lineText({ text, level, isWarning }: ReportLine): string {
  const beginning = `  ${'  '.repeat(level)}${isWarning ? '! ' : ''}`;
  const further = ' '.repeat(isWarning ? beginning.length : beginning.length + 2);
  const [first = '', ...words] = text.split(' ');
  const lines: string[] = [];
  let present = beginning + first;
  for (const word of words) {
    if (present.length + 1 + word.length <= columnsMax) present += ` ${word}`;
    else {
      lines.push(present);
      present = further + word;
    }
  }
  return [...lines, present].join('\n');
}

function tableText({ title, heads, aligns, rows, notes }: TableSection): string {
  const table = plainTable(
    [[title.toUpperCase(), ...heads], ...rows.flatMap((row) => rowCells(row, aligns.length))],
    aligns,
  );
  const below = notes.map((note) => `  ${note}`);
  return [table, ...below].join('\n');
}

function rowCells(row: ReportRow, columns: number): readonly (readonly string[])[] {
  const blank = (first: string): readonly string[] => [first, ...Array<string>(columns - 1).fill('')];
  if (row.kind === 'heading') return row.isPart ? [blank(''), blank(row.text.toUpperCase())] : [blank(`  ${row.text}`)];
  const [label = '', ...cells] = row.cells;
  return [[`  ${'  '.repeat(row.level)}${label}`, ...cells]];
}
