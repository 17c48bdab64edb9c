import type { RunData, RunNote } from '#shared/contract/backtest.ts';
import { timeframeDurationMs, type Timeframe } from '#shared/market/timeframe.ts';
import { numberAt as at } from '#main/features/columns.ts';
import type { ResolvedInstrument } from './resolve-instrument.ts';
import type { Stretch } from './stretch.ts';

/** What a reader of the result has to know of the bars that it rests on. */
export function dataNotes(
  data: Pick<RunData, 'symbol' | 'holes' | 'storedSpreadRatio' | 'pieces'> & { readonly resolved: ResolvedInstrument },
): readonly RunNote[] {
  const { symbol, holes, storedSpreadRatio, pieces, resolved } = data;
  const note = (code: string, message: string): RunNote => ({ code, message, symbol });
  const notes: RunNote[] = [];
  if (resolved.source !== 'terminal') {
    const from = resolved.source === 'default' ? 'its documented default' : 'the settings';
    notes.push(
      note(
        'INSTRUMENT_DEFAULT',
        `No terminal has told the terms of ${symbol}: contract, commission, swap and margin are ${from}.`,
      ),
    );
  }
  if (storedSpreadRatio < 1) {
    const share = storedSpreadRatio === 0 ? 'No bar' : `Only ${percent(storedSpreadRatio)} of the bars`;
    notes.push(
      note(
        'SPREAD_DEFAULT',
        `${share} of ${symbol} say${storedSpreadRatio === 0 ? 's' : ''} its spread. The default of its hour stands in.`,
      ),
    );
  }
  const coarse = [...new Set(pieces.filter(isCoarse).map(({ timeframe }) => timeframe))];
  if (coarse.length > 0) {
    const share =
      pieces.filter(isCoarse).reduce((sum, piece) => sum + spanMs(piece), 0) /
      pieces.reduce((sum, piece) => sum + spanMs(piece), 0);
    notes.push(
      note(
        'FILLS_COARSE',
        `${percent(share)} of the time fills of ${symbol} rest on ${coarse.join(' and ')} bars: what came first inside of one is not known, ` +
          'so that more trades are ambiguous and best and worst lie farther apart.',
      ),
    );
  }
  if (holes.length > 0) {
    const missing = holes.reduce((sum, { missingBars }) => sum + missingBars, 0);
    notes.push(
      note(
        'HOLES',
        `Bars of ${symbol} are missing ${holes.length === 1 ? 'at one place' : `at ${holes.length} places`} (${missing} bars) though its market was open. ` +
          'Nothing is decided across them.',
      ),
    );
  }
  return notes;
}

/** Where decisions can be made for a part of the range only. */
export function shorterNote(
  symbol: string,
  { timeframe, bars, rows }: { readonly timeframe: Timeframe; readonly bars: Stretch; readonly rows: Stretch },
): readonly RunNote[] {
  const first = at(bars.openTimeUtcMs, 0);
  const last = at(bars.closeTimeUtcMs, bars.length - 1);
  const toleranceMs = 7 * 86_400_000 + timeframeDurationMs(timeframe);
  const isShort =
    bars.length === 0 ||
    first > at(rows.openTimeUtcMs, 0) + toleranceMs ||
    last < at(rows.closeTimeUtcMs, rows.length - 1) - toleranceMs;
  if (!isShort) return [];
  const where = bars.length === 0 ? 'nowhere' : `from ${day(first)} to ${day(last)} only`;
  const message = `Bars of ${symbol} fine enough to decide on ${timeframe} are stored ${where}. Nothing is decided in the rest of the range.`;
  return [{ code: 'DECISIONS_SHORTER', symbol, message }];
}

type Piece = RunData['pieces'][number];

const isCoarse = ({ timeframe }: Piece): boolean => timeframe !== 'ticks' && timeframe !== 'M1';

const spanMs = ({ fromUtcMs, toUtcMs }: Piece): number => toUtcMs - fromUtcMs;

const percent = (ratio: number): string => `${(ratio * 100).toFixed(ratio < 0.0995 ? 1 : 0)} %`;

const day = (atUtcMs: number): string => new Date(atUtcMs).toISOString().slice(0, 10);
