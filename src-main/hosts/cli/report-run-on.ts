import type { RunData, RunNote, RunRecord } from '#shared/contract/backtest.ts';
import { durationText } from './health-text.ts';
import { plainTable } from './plain-table.ts';
import { countText, dateText, ratioText, shareText } from './report-numbers.ts';
import { wrapWords } from './wrap-words.ts';

/** What the run was made on and how its orders were filled; what was not as it should be, in words. */
export function runOnText({ data, notes, wish }: RunRecord): string {
  return ['RUN ON', ...data.map(symbolText), fillsText(wish), ...notes.map(noteText)].join('\n');
}

const instrumentWords: Readonly<Record<RunData['instrumentSource'], string>> = {
  terminal: 'the terminal’s contract',
  settings: 'the contract of the settings',
  default: 'a default contract (no terminal told one)',
};

function symbolText({ symbol, pieces, holes, instrumentSource, storedSpreadRatio }: RunData): string {
  const missing = holes.reduce((sum, { missingBars }) => sum + missingBars, 0);
  const rows = pieces.map(({ timeframe, source, fromUtcMs, toUtcMs, bars }) => [
    ...['    fills', timeframe, source, `${dateText(fromUtcMs)} to ${dateText(toUtcMs)}`],
    ...[countText(bars), timeframe === 'ticks' ? 'ticks' : 'bars'],
  ]);
  return [
    `  ${symbol}: ${instrumentWords[instrumentSource]}; spread stored for ${shareText(storedSpreadRatio)} of the bars that counted`,
    plainTable(rows, ['left', 'left', 'left', 'left', 'right', 'left']),
    ...(holes.length === 0 ? [] : [`    holes ${countText(holes.length)}, ${countText(missing)} bars missing`]),
  ].join('\n');
}

function fillsText({ costs, scenario }: RunRecord['wish']): string {
  const { approvalDelayMs, wakingHours, latencyMs, slippage, multiple } = costs;
  const { fromHour, toHour, zone } = wakingHours;
  const awake = fromHour === toHour ? 'around the clock' : `${hourText(fromHour)} to ${hourText(toHour)} (${zone})`;
  return [
    `  Approval after ${delayText(approvalDelayMs, scenario)}, awake ${awake}; latency ${latencyMs} ms`,
    `  Slippage in spreads: entry ${ratioText(slippage.entry)}, exit ${ratioText(slippage.exit)}, stop ${ratioText(slippage.stop)}` +
      `${slippage.isRandom ? ', drawn by seed' : ''}; costs × ${ratioText(multiple)}`,
  ].join('\n');
}

function delayText({ A, B }: RunRecord['wish']['costs']['approvalDelayMs'], scenario: string): string {
  switch (scenario) {
    case 'A':
      return durationText(A);
    case 'B':
      return durationText(B);
    case 'both':
      return `A ${durationText(A)}, B ${durationText(B)}`;
    default:
      return `${durationText(A)} up to H1, ${durationText(B)} above`;
  }
}

const hourText = (hour: number): string =>
  `${String(Math.floor(hour)).padStart(2, '0')}:${String(Math.round((hour % 1) * 60)).padStart(2, '0')}`;

const noteText = ({ code, message, symbol }: RunNote): string =>
  wrapWords('  !', [...(symbol === null ? [] : [`${symbol}:`]), ...message.split(' '), `[${code}]`]);
