import type { RunReport } from '#shared/contract/run-report.ts';
import { countText, shareText } from './numbers.ts';
import { cellsRow, type TableSection } from './section.ts';

export function deniedSection({ deniedByCode, metrics }: RunReport): TableSection | null {
  const codes = Object.entries(deniedByCode).toSorted(([, a], [, b]) => b - a);
  if (codes.length === 0) return null;
  return {
    kind: 'table',
    title: 'Denied entries',
    heads: [countText(metrics.deniedIntents)],
    aligns: ['left', 'right'],
    rows: codes.map(([code, count]) => cellsRow([code, countText(count)])),
    notes: [`${shareText(metrics.deniedRatio)} of the entries that the rules asked for.`],
  };
}
