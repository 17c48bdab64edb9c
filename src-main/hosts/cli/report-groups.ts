import type { RunGroup, RunReport } from '#shared/contract/run-report.ts';
import { besideOrBelow, plainTable } from './plain-table.ts';
import { countText, moneyText, multipleText, shareText } from './report-numbers.ts';

/** What the trades came to by kind; hours stand beside the rest. */
export function groupsText(report: RunReport): string | null {
  if (report.bySide.length === 0) return null;
  const left = [
    ...groupRows('Side', report.bySide),
    ...(report.byStrategy.length > 1 ? groupRows('Strategy', report.byStrategy) : []),
    ...(report.bySymbol.length > 1 ? groupRows('Symbol', report.bySymbol) : []),
    ...groupRows('Exit', report.byExit),
    ...groupRows('Market', report.byRegime),
    ...groupRows('Session', report.bySession),
    ...groupRows('Weekday', report.byWeekday),
  ];
  return besideOrBelow(tableOf('TRADES BY', left), tableOf('HOUR (broker)', report.byHour.map(rowOf)));
}

const tableOf = (title: string, rows: readonly (readonly string[])[]): string =>
  plainTable([[title, 'trades', 'won', 'net', 'mean'], ...rows], ['left', 'right', 'right', 'right', 'right']);

const groupRows = (name: string, groups: readonly RunGroup[]): readonly (readonly string[])[] =>
  groups.length === 0 ? [] : [[name, '', '', '', ''], ...groups.map(rowOf)];

const rowOf = ({ key, trades, winRatio, net, meanR }: RunGroup): readonly string[] => [
  ...[`  ${words[key] ?? key}`, countText(trades), shareText(winRatio), moneyText(net), multipleText(meanR)],
];

const words: Readonly<Record<string, string>> = {
  buy: 'bought',
  sell: 'sold',
  stopOut: 'broker’s stop-out',
  oppositeChannel: 'opposite channel',
  sessionEnd: 'end of session',
  endOfRun: 'end of run',
  trendUp: 'trend up',
  trendDown: 'trend down',
  asia: 'Asia',
  london: 'London',
  overlap: 'London + New York',
  newYork: 'New York',
};
