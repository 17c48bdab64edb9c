import type { RunData, RunNote, RunRecord } from '#shared/contract/backtest.ts';
import { durationText } from '../health-text.ts';
import { countText, dateText, ratioText, shareText } from './numbers.ts';
import { line, type LinesSection, type ReportLine } from './section.ts';

/** What the run was made on and how its orders were filled; what was not as it should be, in words. */
export const runOnSection = ({ data, notes, wish }: RunRecord): LinesSection => ({
  kind: 'lines',
  title: 'Run on',
  lines: [...data.flatMap(symbolLines), ...fillsLines(wish), ...notes.map(noteLine)],
});

const instrumentWords: Readonly<Record<RunData['instrumentSource'], string>> = {
  terminal: 'the terminal’s contract',
  settings: 'the contract of the settings',
  default: 'a default contract (no terminal told one)',
};

function symbolLines({ symbol, pieces, holes, instrumentSource, storedSpreadRatio }: RunData): readonly ReportLine[] {
  const missing = holes.reduce((sum, { missingBars }) => sum + missingBars, 0);
  const spread = `spread stored for ${shareText(storedSpreadRatio)} of its bars`;
  return [
    line(`${symbol}: ${instrumentWords[instrumentSource]}; ${spread}`),
    ...pieces.map((piece) => line(pieceText(piece), { level: 1 })),
    ...(holes.length === 0
      ? []
      : [
          line(`${countText(missing)} bars missing in ${countText(holes.length)} holes`, { level: 1, isWarning: true }),
        ]),
  ];
}

function pieceText({ timeframe, source, fromUtcMs, toUtcMs, bars }: RunData['pieces'][number]): string {
  const what = timeframe === 'ticks' ? 'ticks' : `${timeframe} bars`;
  return `filled on ${countText(bars)} ${what} of ${source}, ${dateText(fromUtcMs)} to ${dateText(toUtcMs)}`;
}

function fillsLines({ costs, scenario }: RunRecord['wish']): readonly ReportLine[] {
  const { approvalDelayMs, wakingHours, latencyMs, slippage, multiple } = costs;
  const { fromHour, toHour, zone } = wakingHours;
  const awake = fromHour === toHour ? 'around the clock' : `${hourText(fromHour)} to ${hourText(toHour)} (${zone})`;
  const { entry, exit, stop, isRandom } = slippage;
  const inSpreads = `entry ${ratioText(entry)}, exit ${ratioText(exit)}, stop ${ratioText(stop)}`;
  return [
    line(`Approval after ${delayText(approvalDelayMs, scenario)}, awake ${awake}; latency ${latencyMs} ms`),
    line(`Slippage in spreads: ${inSpreads}${isRandom ? ', drawn by seed' : ''}; costs × ${ratioText(multiple)}`),
  ];
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

function hourText(hour: number): string {
  const minutes = Math.round(hour * 60);
  return [Math.floor(minutes / 60), minutes % 60].map((it) => String(it).padStart(2, '0')).join(':');
}

const noteLine = ({ code, message, symbol }: RunNote): ReportLine =>
  line(`${symbol === null ? '' : `${symbol}: `}${message} [${code}]`, { isWarning: true });
