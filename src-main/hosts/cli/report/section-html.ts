import { assertNever } from '#shared/base/assert.ts';
import { htmlText } from './html-text.ts';
import type { LinesSection, ReportRow, ReportSection, TableSection } from './section.ts';

/** A section for a browser. */
export function sectionHtml(section: ReportSection): string {
  switch (section.kind) {
    case 'lines':
      return linesHtml(section);
    case 'table':
      return `<section>${tableHtml(section)}</section>`;
    case 'pair':
      return `<section class="pair"><div>${tableHtml(section.left)}</div><div>${tableHtml(section.right)}</div></section>`;
    default:
      return assertNever(section, 'a section of a report');
  }
}

function linesHtml({ title, lines }: LinesSection): string {
  const elements = lines.map(({ text, level, isWarning }) => {
    const classes = [...(level === 1 ? ['detail'] : []), ...(isWarning ? ['warning'] : [])].join(' ');
    return `<p${classes === '' ? '' : ` class="${classes}"`}>${htmlText(text)}</p>`;
  });
  return `<section><h2>${htmlText(title)}</h2>${elements.join('')}</section>`;
}

function tableHtml({ title, heads, aligns, rows, notes }: TableSection): string {
  const headCells = heads.map((head, index) => `<th scope="col"${alignOf(aligns[index + 1])}>${htmlText(head)}</th>`);
  return [
    `<table><thead><tr><th scope="col"><h2>${htmlText(title)}</h2></th>${headCells.join('')}</tr></thead>`,
    `<tbody>${rows.map((row) => rowHtml(row, aligns)).join('')}</tbody></table>`,
    ...notes.map((note) => `<p class="note">${htmlText(note)}</p>`),
  ].join('');
}

function rowHtml(row: ReportRow, aligns: TableSection['aligns']): string {
  if (row.kind === 'heading') {
    const level = row.isPart ? 'part' : 'kind';
    return `<tr><th scope="rowgroup" class="${level}" colspan="${aligns.length}">${htmlText(row.text)}</th></tr>`;
  }
  const [label = '', ...cells] = row.cells;
  const verdict = row.verdict === null ? '' : ` class="${row.verdict}"`;
  const first = `<th scope="row"${row.level === 1 ? ' class="detail"' : ''}>${htmlText(label)}</th>`;
  const others = cells.map((cell, index) => `<td${alignOf(aligns[index + 1], cell)}>${htmlText(cell)}</td>`);
  return `<tr${verdict}>${first}${others.join('')}</tr>`;
}

/** Numbers stand on the right, and those below zero are told apart by more than their sign. */
function alignOf(align: 'left' | 'right' | undefined, cell = ''): string {
  if (align !== 'right') return '';
  return /^-\d/.test(cell) ? ' class="number minus"' : ' class="number"';
}
