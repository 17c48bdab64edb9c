import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { importSource, terminalSource, type BarSeries } from '#shared/market/bar-series.ts';

/**
 * The one series that readers use, of all that are stored for a symbol and timeframe: of the named source, else the terminal's, else the
 * import's, else the only one. Null where there is none; SOURCE_AMBIGUOUS where the choice would be a guess, also between two anchors of
 * one source, whose bars are cut differently.
 */
export function chooseSeries(
  stored: readonly BarSeries[],
  namedSource: string | undefined,
): Result<BarSeries | null, Fault> {
  const from = (source: string): readonly BarSeries[] => stored.filter((series) => series.source === source);
  const candidates = namedSource !== undefined ? from(namedSource) : preferred(stored, from);
  const [only = null, another] = candidates;
  return another === undefined ? ok(only) : err(ambiguousSource(candidates));
}

function preferred(stored: readonly BarSeries[], from: (source: string) => readonly BarSeries[]): readonly BarSeries[] {
  const ranked = [from(terminalSource), from(importSource), stored];
  return ranked.find((candidates) => candidates.length > 0) ?? [];
}

function ambiguousSource(candidates: readonly BarSeries[]): Fault {
  const names = candidates
    .map(({ source, anchor }) => (anchor === 'hour' ? source : `${source} (${anchor})`))
    .join(', ');
  const sources = new Set(candidates.map(({ source }) => source));
  const remedy =
    sources.size > 1
      ? 'Name one with --source.'
      : 'They start the day at different midnights. Import one of them under another --source, and name that.';
  const [{ symbol, timeframe } = { symbol: '', timeframe: '' }] = candidates;
  return fault('SOURCE_AMBIGUOUS', `Bars of ${symbol} ${timeframe} come from several sources: ${names}. ${remedy}`, {
    symbol,
    timeframe,
    sources: names,
  });
}
