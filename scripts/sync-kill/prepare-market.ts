import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { assertDefined } from '#shared/base/assert.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { CalendarEvent } from '#shared/market/calendar-event.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import { normalizedBarFile } from '#main/testkit/bar-file.ts';
import { inMarketHours } from '#main/testkit/in-market-hours.ts';
import { hasRealBars, readRealBars } from '#main/testkit/real-bars.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';

/** What every run's terminal has: minutes of the past, and the last of them to be played while the cockpit listens. */
export interface PreparedMarket {
  readonly from: 'real' | 'seeded';
  /** The first is the one that is traded. */
  readonly symbols: readonly { readonly symbol: string; readonly file: string; readonly bars: readonly Bar[] }[];
  readonly calendarFile: string;
  /** Where the market begins to be played, and where its last minute ends. */
  readonly startUtcMs: UtcMs;
  readonly endUtcMs: UtcMs;
}

const realFiles = { XAUUSD: 'XAUUSD_M1_2025_12.csv.gz', US100: 'US100_M1_2025_12.csv.gz' } as const;

const dayMs = 86_400_000;

const minuteMs = 60_000;

/**
 * The first days of the recordings: weekends, daily breaks, and minutes that are really missing, ten in a row among them. Short enough for hundreds of
 * runs.
 */
const pastDays = 13;

const playedMinutes = 90;

/** A Monday in winter, with no change of clocks on either side of the Atlantic for weeks. */
const seededStartUtcMs = Date.UTC(2025, 0, 13);

/** Real minutes of two symbols where they lie on this machine, else seeded ones in the same hours; as files that a simulated terminal replays. */
export function prepareMarket(folder: string): PreparedMarket {
  const from = Object.values(realFiles).every(hasRealBars) ? 'real' : 'seeded';
  const whole = Object.entries(realFiles).map(([symbol, file], index) => ({
    symbol,
    bars: from === 'real' ? readRealBars(file) : seededMinutes(index + 1),
  }));
  const firstUtcMs = Math.max(...whole.map(({ bars }) => assertDefined(bars[0], 'minutes are recorded').openTimeUtcMs));
  const symbols = whole.map(({ symbol, bars: all }) => {
    const bars = all.filter((bar) => bar.openTimeUtcMs < firstUtcMs + pastDays * dayMs);
    const file = path.join(folder, `${symbol}.csv`);
    writeFileSync(file, normalizedBarFile(bars));
    return { symbol, file, bars };
  });
  const traded = assertDefined(symbols[0], 'a symbol is traded').bars;
  const startUtcMs = assertDefined(traded.at(-playedMinutes), 'there are minutes to be played').openTimeUtcMs;
  const calendarFile = path.join(folder, 'calendar.json');
  writeFileSync(calendarFile, JSON.stringify(releasesAround(startUtcMs)));
  const endUtcMs = utcMs(assertDefined(traded.at(-1), 'a last minute is played').openTimeUtcMs + minuteMs);
  return { from, symbols, calendarFile, startUtcMs, endUtcMs };
}

function seededMinutes(seed: number): readonly Bar[] {
  const count = pastDays * 1440;
  const bars = sampleBars({ count, seed, startUtcMs: seededStartUtcMs, noiseRatio: 0.0002 });
  // Single minutes in which nobody traded, as every feed has them.
  return inMarketHours(bars, { closeHour: 17, openHour: 18 }).filter((_, index) => index % 1_709 !== 0);
}

/** Two releases a day of the days on both sides, well inside of what is asked for at a connect. */
function releasesAround(startUtcMs: UtcMs): readonly CalendarEvent[] {
  return Array.from({ length: 40 }, (_, index) => ({
    valueId: String(9_000 + index),
    eventId: String(700 + (index % 4)),
    releaseUtcMs: utcMs(Math.floor(startUtcMs / minuteMs) * minuteMs + (index - 20) * (dayMs / 2) + 30 * minuteMs),
    currency: index % 2 === 0 ? 'USD' : 'EUR',
    importance: index % 4 === 0 ? ('high' as const) : ('moderate' as const),
    name: `Release ${index % 4}`,
    actual: index < 20 ? index / 10 : null,
    forecast: index / 8,
    previous: null,
    revisedPrevious: null,
  }));
}
