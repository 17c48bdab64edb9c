import type { RunRecord } from '#shared/contract/backtest.ts';
import type { RunReport, RunTarget } from '#shared/contract/run-report.ts';
import { plainTable } from './plain-table.ts';
import { figuresText } from './report-figures.ts';
import { groupsText } from './report-groups.ts';
import { monthsText } from './report-months.ts';
import { countText, dateText, moneyText, ratioText, shareText, unknown } from './report-numbers.ts';
import { provenanceText } from './report-provenance.ts';
import { runOnText } from './report-run-on.ts';

/** A run as a trader reads it, in a hundred columns: what it is judged by first, what it was made of last. */
export function reportText(record: RunRecord): string {
  const { report } = record;
  return [
    titleText(record),
    runOnText(record),
    targetsText(report),
    figuresText(record),
    drawdownsText(report),
    monthsText(report),
    groupsText(report),
    deniedText(report),
    switchesText(record),
    provenanceText(record),
  ]
    .filter((section) => section !== null)
    .join('\n\n');
}

const dayMs = 86_400_000;

function titleText({ runId, wish, report }: RunRecord): string {
  const { fromUtcMs, toUtcMs, startBalance } = report;
  const who = wish.scenario === 'both' ? 'Scenarios A and B under governance' : `Strategy ${wish.scenario}`;
  const years = ((toUtcMs - fromUtcMs) / (365.25 * dayMs)).toFixed(1);
  return [
    `${who} on ${wish.symbols.join(', ')}`,
    `${dateText(fromUtcMs)} to ${dateText(toUtcMs)} (${years} years), from ${moneyText(startBalance)} to ${moneyText(report.endEquity)}`,
    `Run ${runId}`,
  ].join('\n');
}

function targetsText({ targets, isSufficient, metrics }: RunReport): string {
  const table = plainTable(
    [['TARGETS', '', '', '90 % interval'], ...targets.map(targetRow)],
    ['left', 'left', 'right', 'left'],
  );
  if (isSufficient) return table;
  return `${table}\nINSUFFICIENT: ${countText(metrics.trades)} trades, fewer than 100. Whatever they show may be chance.`;
}

function targetRow({ name, value, limit, interval, passed }: RunTarget): readonly string[] {
  const figure = name === 'maxDrawdownRatio' ? shareText : ratioText;
  const wanted = `${targetWords[name]} ${name === 'maxDrawdownRatio' ? 'below' : 'above'} ${figure(limit)}`;
  const between = interval === null ? 'too little is known' : `${figure(interval[0])} to ${figure(interval[1])}`;
  return [`  ${wanted}`, passed ? 'pass' : 'FAIL', figure(value), between];
}

const targetWords: Readonly<Record<RunTarget['name'], string>> = {
  sharpe: 'Sharpe',
  mar: 'MAR',
  maxDrawdownRatio: 'Deepest drawdown',
};

/** The falls by day closes beneath the two that count. */
const fallsMax = 3;

function drawdownsText({ equityDrawdown, balanceDrawdown, drawdowns }: RunReport): string | null {
  const falls = [
    ...(equityDrawdown === null ? [] : [{ ...equityDrawdown, whose: 'equity, every bar' }]),
    ...(balanceDrawdown === null ? [] : [{ ...balanceDrawdown, whose: 'balance, every booking' }]),
    ...drawdowns.slice(0, fallsMax).map((fall) => ({ ...fall, whose: 'equity, day closes' })),
  ];
  if (falls.length === 0) return null;
  const rows = falls.map(({ whose, ratio, money, startUtcMs, troughUtcMs, recoveredUtcMs }) => [
    ...[`  ${whose}`, shareText(ratio), moneyText(money), dateText(startUtcMs), dateText(troughUtcMs)],
    recoveredUtcMs === null ? 'not yet' : dateText(recoveredUtcMs),
  ]);
  return plainTable(
    [['DRAWDOWNS', 'deep', 'money', 'high', 'trough', 'recovered'], ...rows],
    ['left', 'right', 'right', 'left', 'left', 'left'],
  );
}

function deniedText({ deniedByCode, metrics }: RunReport): string | null {
  const codes = Object.entries(deniedByCode).toSorted(([, a], [, b]) => b - a);
  if (codes.length === 0) return null;
  const rows = codes.map(([code, count]) => [`  ${code}`, countText(count)]);
  const all = [
    `DENIED ENTRIES (${shareText(metrics.deniedRatio)} of those asked for)`,
    countText(metrics.deniedIntents),
  ];
  return plainTable([all, ...rows], ['left', 'right']);
}

function switchesText({ switches, wish }: RunRecord): string | null {
  if (wish.scenario !== 'both') return null;
  if (switches.length === 0) return 'SWITCHES\n  none: the deposit never asked for the other scenario';
  const rows = switches.map(({ atUtcMs, from, to, closes }) => [
    ...[`  ${dateText(atUtcMs)}`, `${from} → ${to}`],
    closes.length === 0 ? unknown : closes.map((close) => countText(close)).join(', '),
  ]);
  return plainTable(
    [['SWITCHES', '', 'deposit at the closes that proved it (USD)'], ...rows],
    ['left', 'left', 'left'],
  );
}
