import type { RunGroup, RunReport } from '#shared/contract/run-report.ts';
import { countText, moneyText, signedText, shareText } from './numbers.ts';
import { cellsRow, type CellsRow, type PairSection, type ReportRow, type TableSection } from './section.ts';

/** What the trades came to by kind; hours stand beside the rest. */
export function groupsSection(report: RunReport): PairSection | null {
  if (report.bySide.length === 0) return null;
  const rows = [
    ...groupRows('Side', report.bySide),
    ...(report.byStrategy.length > 1 ? groupRows('Strategy', report.byStrategy) : []),
    ...(report.bySymbol.length > 1 ? groupRows('Symbol', report.bySymbol) : []),
    ...groupRows('Exit', report.byExit),
    ...groupRows('Market', report.byRegime),
    ...groupRows('Session', report.bySession),
    ...groupRows('Weekday', report.byWeekday),
  ];
  const hours = report.byHour.map((group) => rowOf(group, 0));
  return {
    kind: 'pair',
    left: { ...tableOf('Trades by', rows), notes: ['Hours and weekdays are the broker’s.'] },
    right: tableOf('Hour', hours),
  };
}

const tableOf = (title: string, rows: readonly ReportRow[]): TableSection => ({
  ...{ kind: 'table', title, heads: ['trades', 'won', 'net', 'mean R'] },
  ...{ aligns: ['left', 'right', 'right', 'right', 'right'], rows, notes: [] },
});

const groupRows = (text: string, groups: readonly RunGroup[]): readonly ReportRow[] =>
  groups.length === 0 ? [] : [{ kind: 'heading', text, isPart: false }, ...groups.map((group) => rowOf(group, 1))];

function rowOf({ key, trades, winRatio, net, meanR }: RunGroup, level: 0 | 1): CellsRow {
  const cells = [words[key] ?? key, countText(trades), shareText(winRatio), moneyText(net), signedText(meanR)];
  return cellsRow(cells, { level });
}

const words: Readonly<Record<string, string>> = {
  buy: 'bought',
  sell: 'sold',
  stopOut: 'stop-out',
  oppositeChannel: 'channel',
  sessionEnd: 'session end',
  endOfRun: 'run end',
  trendUp: 'trend up',
  trendDown: 'trend down',
  asia: 'Asia',
  london: 'London',
  newYork: 'New York',
};
