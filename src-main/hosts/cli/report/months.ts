import type { RunReport } from '#shared/contract/run-report.ts';
import { percentNumber } from './numbers.ts';
import { cellsRow, type TableSection } from './section.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** Returns by month, in per cent, a year a line. */
export function monthsSection({ monthly }: RunReport): TableSection | null {
  if (monthly.length === 0) return null;
  const byMonth = new Map(monthly.map(({ month, ratio }) => [month, ratio]));
  const years = [...new Set(monthly.map(({ month }) => month.slice(0, 4)))];
  return {
    kind: 'table',
    title: 'Months, %',
    heads: [...months, 'Year'],
    aligns: ['left', ...months.map(() => 'right' as const), 'right'],
    rows: years.map((year) => {
      const ratios = months.map((_, month) => byMonth.get(`${year}-${String(month + 1).padStart(2, '0')}`));
      const grown = ratios.reduce<number>((product, ratio) => product * (1 + (ratio ?? 0)), 1);
      return cellsRow([year, ...ratios.map(percentText), percentText(grown - 1)]);
    }),
    notes: [],
  };
}

const percentText = (ratio: number | undefined): string => (ratio === undefined ? '' : percentNumber(ratio));
