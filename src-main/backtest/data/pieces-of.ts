import { assertDefined } from '#shared/base/assert.ts';
import type { RunData } from '#shared/contract/backtest.ts';
import { numberAt as at } from '#main/features/columns.ts';
import type { Stretch } from './stretch.ts';

type Piece = RunData['pieces'][number];

/** So many are told one by one; where more alternate, each series is told once, from its first bar to its last. */
const piecesMax = 40;

/** What stood behind which part of the bars: ticks, or which stored series. */
export function piecesOf(
  rows: Stretch,
  ticks: { readonly ticksOfBar: Uint32Array; readonly source: string },
): readonly Piece[] {
  const { ticksOfBar } = ticks;
  const indexOf = (row: number): number => (ticksOfBar[row] === 0 ? (rows.seriesOf?.[row] ?? 0) : ofTicks);
  const pieces: { index: number; piece: Piece }[] = [];
  for (let row = 0, start = 0; row < rows.length; row++) {
    const index = indexOf(row);
    const isLast = row + 1 === rows.length || indexOf(row + 1) !== index;
    if (!isLast) continue;
    pieces.push({ index, piece: pieceOf(rows, ticks, { index, start, end: row }) });
    start = row + 1;
  }
  if (pieces.length <= piecesMax) return pieces.map(({ piece }) => piece);
  return [...Map.groupBy(pieces, ({ index }) => index).entries()]
    .toSorted(([a], [b]) => a - b)
    .map(([, of]) => joined(of.map(({ piece }) => piece)));
}

/** Finer than the finest series. */
const ofTicks = -1;

function pieceOf(
  rows: Stretch,
  { ticksOfBar, source }: Parameters<typeof piecesOf>[1],
  { index, start, end }: { readonly index: number; readonly start: number; readonly end: number },
): Piece {
  const span = { fromUtcMs: at(rows.openTimeUtcMs, start), toUtcMs: at(rows.closeTimeUtcMs, end) };
  if (index === ofTicks) {
    const count = ticksOfBar.subarray(start, end + 1).reduce((sum, ticks) => sum + ticks, 0);
    return { timeframe: 'ticks', source, ...span, bars: count };
  }
  const series = assertDefined(rows.series[index], 'the series of a row');
  return { timeframe: series.timeframe, source: series.source, ...span, bars: end - start + 1 };
}

function joined(pieces: readonly Piece[]): Piece {
  const first = assertDefined(pieces[0], 'a piece of the series');
  const last = assertDefined(pieces.at(-1), 'a piece of the series');
  return { ...first, toUtcMs: last.toUtcMs, bars: pieces.reduce((sum, { bars }) => sum + bars, 0) };
}
