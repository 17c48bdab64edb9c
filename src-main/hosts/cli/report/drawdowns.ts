import type { Drawdown, RunReport } from '#shared/contract/run-report.ts';
import { dateText, moneyText, shareText } from './numbers.ts';
import { cellsRow, type CellsRow, type TableSection } from './section.ts';

/** The falls by day closes beneath the two that count. */
const fallsMax = 3;

export function drawdownsSection({ equityDrawdown, balanceDrawdown, drawdowns }: RunReport): TableSection | null {
  const rows = [
    ...(equityDrawdown === null ? [] : [rowOf('equity, every bar', equityDrawdown)]),
    ...(balanceDrawdown === null ? [] : [rowOf('balance, every booking', balanceDrawdown)]),
    ...drawdowns.slice(0, fallsMax).map((fall) => rowOf('equity, day closes', fall)),
  ];
  if (rows.length === 0) return null;
  return {
    kind: 'table',
    title: 'Drawdowns',
    heads: ['deep', 'money', 'high', 'trough', 'recovered'],
    aligns: ['left', 'right', 'right', 'left', 'left', 'left'],
    rows,
    notes: [],
  };
}

function rowOf(whose: string, { ratio, money, startUtcMs, troughUtcMs, recoveredUtcMs }: Drawdown): CellsRow {
  const recovered = recoveredUtcMs === null ? 'not yet' : dateText(recoveredUtcMs);
  return cellsRow([whose, shareText(ratio), moneyText(money), dateText(startUtcMs), dateText(troughUtcMs), recovered]);
}
