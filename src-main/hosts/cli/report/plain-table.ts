import Table from 'cli-table3';

type Cell = string;

const noLines = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '  ' },
};

/** Columns without lines: those of words on the left, those of numbers (`'right'`) on the right. */
export function plainTable(rows: readonly (readonly Cell[])[], aligns: readonly ('left' | 'right')[]): string {
  const table = new Table({
    chars: noLines,
    colAligns: [...aligns],
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
  });
  for (const row of rows) table.push([...row]);
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

const gap = 4;

/** Two tables beside each other, or one below the other where so many columns do not hold both. */
export function besideOrBelow(left: string, right: string, columnsMax: number): string {
  const leftLines = left.split('\n');
  const rightLines = right.split('\n');
  const width = widthOf(leftLines) + gap;
  if (width + widthOf(rightLines) > columnsMax) return `${left}\n\n${right}`;
  return Array.from({ length: Math.max(leftLines.length, rightLines.length) }, (_, line) =>
    `${(leftLines[line] ?? '').padEnd(width)}${rightLines[line] ?? ''}`.trimEnd(),
  ).join('\n');
}

const widthOf = (lines: readonly string[]): number => Math.max(...lines.map((line) => line.length));
