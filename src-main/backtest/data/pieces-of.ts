import { assertDefined } from '#shared/base/assert.ts';
import type { RunData } from '#shared/contract/backtest.ts';
import { numberAt as at } from '#main/features/columns.ts';
import type { Stretch } from './stretch.ts';

type Piece = RunData['pieces'][number];

/** So many are told one by one; where more alternate, each series is told once, from its first bar to its last. */
const piecesMax = 40;

/** Which stored series stood behind which part of the rows. */
export function piecesOf(rows: Stretch): readonly Piece[] {
  const pieces: { index: number; piece: Piece }[] = [];
  for (let row = 0, start = 0; row < rows.length; row++) {
    const index = rows.seriesOf?.[row] ?? 0;
    const isLast = row + 1 === rows.length || (rows.seriesOf?.[row + 1] ?? 0) !== index;
    if (!isLast) continue;
    pieces.push({ index, piece: pieceOf(rows, { index, start, end: row }) });
    start = row + 1;
  }
  if (pieces.length <= piecesMax) return pieces.map(({ piece }) => piece);
  return [...Map.groupBy(pieces, ({ index }) => index).entries()]
    .toSorted(([a], [b]) => a - b)
    .map(([, of]) => joined(of.map(({ piece }) => piece)));
}

function pieceOf(
  rows: Stretch,
  stretch: { readonly index: number; readonly start: number; readonly end: number },
): Piece {
  const { timeframe, source } = assertDefined(rows.series[stretch.index], 'the series of a row');
  return {
    ...{ timeframe, source },
    fromUtcMs: at(rows.openTimeUtcMs, stretch.start),
    toUtcMs: at(rows.closeTimeUtcMs, stretch.end),
    bars: stretch.end - stretch.start + 1,
  };
}

function joined(pieces: readonly Piece[]): Piece {
  const first = assertDefined(pieces[0], 'a piece of the series');
  const last = assertDefined(pieces.at(-1), 'a piece of the series');
  return { ...first, toUtcMs: last.toUtcMs, bars: pieces.reduce((sum, { bars }) => sum + bars, 0) };
}
