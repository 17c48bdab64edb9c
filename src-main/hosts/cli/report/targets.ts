import type { RunReport, RunTarget } from '#shared/contract/run-report.ts';
import { countText, ratioText, shareText } from './numbers.ts';
import { cellsRow, type TableSection } from './section.ts';

export function targetsSection({ targets, isSufficient, metrics }: RunReport): TableSection {
  const few = `INSUFFICIENT: ${countText(metrics.trades)} trades, fewer than 100. Whatever they show may be chance.`;
  return {
    kind: 'table',
    title: 'Targets',
    heads: ['', '', '90 % interval'],
    aligns: ['left', 'left', 'right', 'left'],
    rows: targets.map(targetRow),
    notes: isSufficient ? [] : [few],
  };
}

function targetRow({ name, value, limit, interval, passed }: RunTarget): ReturnType<typeof cellsRow> {
  const figure = name === 'maxDrawdownRatio' ? shareText : ratioText;
  const wanted = `${targetWords[name]} ${name === 'maxDrawdownRatio' ? 'below' : 'above'} ${figure(limit)}`;
  const between = interval === null ? 'too little is known' : `${figure(interval[0])} to ${figure(interval[1])}`;
  const cells = [wanted, passed ? 'pass' : 'FAIL', figure(value), between];
  return cellsRow(cells, { verdict: passed ? 'pass' : 'fail' });
}

const targetWords: Readonly<Record<RunTarget['name'], string>> = {
  sharpe: 'Sharpe',
  mar: 'MAR',
  maxDrawdownRatio: 'Deepest drawdown',
};
