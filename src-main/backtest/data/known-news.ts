import type { Instrument } from '#shared/market/instrument.ts';
import { terminalSource } from '#shared/market/bar-series.ts';
import { subtractSpans, type Span } from '#shared/time/span.ts';
import type { StoredMarket } from '#main/ports/stored-market.ts';
import type { KnownNews } from './news-distance.ts';

/** The releases of high impact for a symbol's currencies, in each stretch that a calendar covers: the terminal's before all others. */
export function knownNews(
  calendar: StoredMarket['calendar'],
  { baseCurrency, profitCurrency }: Instrument,
): readonly KnownNews[] {
  const currencies = [baseCurrency, profitCurrency];
  const known: KnownNews[] = [];
  const taken: Span[] = [];
  const rank = (source: string): number => (source === terminalSource ? 0 : 1);
  for (const { source, ...span } of calendar.coverage().toSorted((a, b) => rank(a.source) - rank(b.source))) {
    const left = subtractSpans(
      [span],
      [...taken].sort((a, b) => a.fromUtcMs - b.fromUtcMs),
    );
    for (const part of left) {
      const events = calendar.read({ ...part, currencies }) ?? [];
      const high = events.filter(({ importance }) => importance === 'high');
      known.push({ ...part, releasesUtcMs: Float64Array.from(high, ({ releaseUtcMs }) => releaseUtcMs) });
      taken.push(part);
    }
  }
  return known;
}
