import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { barsBetween } from '#shared/market/bar-columns.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import { mt5BarFile } from '#main/testkit/bar-file.ts';
import { inMarketHours } from '#main/testkit/in-market-hours.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { readFile } from './read-file.ts';
import { realFileTest } from './real-data.suite.ts';

const hourMs = 3_600_000;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ats-daylight-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function barsOf(path: string, symbol: string, clock: ClockRule | null): Promise<readonly Bar[]> {
  const known = { timeframe: null, scale: 1, point: null, referencePrice: null, onProgress: () => undefined };
  const read = await readFile(path, { symbol, clock, ...known });
  if (!read.ok || read.value.yields !== 'bars') throw new Error(read.ok ? read.value.yields : read.error.message);
  return barsBetween(read.value.columns, 0, read.value.columns.length);
}

/** The bars as they come back from a file that a server with that clock exported. */
async function throughExport(bars: readonly Bar[], symbol: string, clock: ClockRule): Promise<readonly Bar[]> {
  const path = join(folder, `${symbol} ${clock}`);
  await writeFile(path, mt5BarFile({ bars, clock, digits: 5 }));
  return await barsOf(path, symbol, clock);
}

/** New York's wall clock by the system's own calendar, not by ours. */
const newYork = new Intl.DateTimeFormat('en-US', {
  timeZone: 'America/New_York',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** Offsets of both unions: they change on different Sundays. */
const offsetHours = (zone: string, at: number): number => {
  const shown = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).format(at);
  return Number(/GMT([+-]\d+)/.exec(shown)?.[1] ?? 0);
};

interface WeekEnd {
  readonly year: number;
  /** Europe and America disagree about daylight saving. */
  readonly isBetweenChanges: boolean;
  readonly closes: string;
  readonly opens: string;
}

function weekEnds(bars: readonly Bar[]): readonly WeekEnd[] {
  return bars.flatMap((bar, index) => {
    const next = bars[index + 1];
    const gapMs = (next?.openTimeUtcMs ?? 0) - bar.openTimeUtcMs;
    if (next === undefined || gapMs < 40 * hourMs || gapMs > 80 * hourMs) return [];
    const at = next.openTimeUtcMs;
    const isBetweenChanges = offsetHours('Europe/Athens', at) - offsetHours('America/New_York', at) !== 7;
    const closes = newYork.format(bar.openTimeUtcMs + hourMs);
    return [{ year: new Date(at).getUTCFullYear(), isBetweenChanges, closes, opens: newYork.format(at) }];
  });
}

function counted(texts: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const text of texts) counts[text] = (counts[text] ?? 0) + 1;
  return counts;
}

realFileTest(
  'bars/XAUUSD_H1_2018_2024.csv.gz',
  'seven years of gold close on Friday 17:00 and open on Sunday 18:00 New York time, between the changes of daylight saving too',
  async (path) => {
    const ends = weekEnds(await barsOf(path, 'XAUUSD', null)).filter(({ isBetweenChanges }) => isBetweenChanges);
    expect(new Set(ends.map(({ year }) => year)).size).toBe(7);
    expect(counted(ends.map(({ closes, opens }) => `${closes} to ${opens}`))).toEqual({ 'Fri 17:00 to Sun 18:00': 21 });
  },
);

realFileTest(
  'formats/EURUSD_H1_mt5_export_no_brackets.csv.gz',
  'nine years of the euro, each part by its own clock, close on Friday 17:00 New York time, between the changes too',
  async (path) => {
    const changeUtcMs = Date.UTC(2020, 0, 1);
    const before = (await barsOf(path, 'EURUSD', 'eet')).filter((bar) => bar.openTimeUtcMs < changeUtcMs);
    const after = (await barsOf(path, 'EURUSD', 'ny+7')).filter((bar) => bar.openTimeUtcMs >= changeUtcMs);
    const ends = weekEnds([...before, ...after]).filter(({ isBetweenChanges }) => isBetweenChanges);
    expect(new Set(ends.map(({ year }) => year)).size).toBe(9);
    expect(counted(ends.map(({ closes }) => closes))).toEqual({ 'Fri 17:00': ends.length });
    // Until 2019 the server opened its week at its own midnight, and the bar of that hour was the day's and was refused.
    expect(counted(ends.filter(({ year }) => year < 2020).map(({ opens }) => opens))).toEqual({ 'Sun 19:00': 17 });
    expect(counted(ends.filter(({ year }) => year >= 2020).map(({ opens }) => opens))).toEqual({ 'Sun 17:00': 12 });
  },
);

realFileTest(
  'bars/EURUSD_H1_2015_2023.csv.gz',
  'the same years as somebody put them in UTC, by one clock for all: five weeks of them close an hour late',
  async (path) => {
    const ends = weekEnds(await barsOf(path, 'EURUSD', null)).filter(({ isBetweenChanges }) => isBetweenChanges);
    expect(counted(ends.map(({ year, closes }) => `${year < 2020 ? 'until 2019' : 'from 2020'} ${closes}`))).toEqual({
      'until 2019 Fri 17:00': 17,
      'from 2020 Fri 17:00': 7,
      'from 2020 Fri 18:00': 5,
    });
    expect(ends.every(({ opens }) => ['Sun 17:00', 'Sun 18:00', 'Sun 19:00'].includes(opens))).toBe(true);
  },
);

for (const [symbol, file] of [
  ['EURUSD', 'bars/EURUSD_H1_2015_2023.csv.gz'],
  ['XAUUSD', 'bars/XAUUSD_H1_2018_2024.csv.gz'],
] as const)
  for (const clock of ['ny+7', 'eet', 'utc-3:30'] as const)
    realFileTest(
      file,
      `${symbol}, written anew by a server on ${clock}, comes back on the same hours of UTC`,
      async (path) => {
        const bars = await barsOf(path, symbol, null);
        const back = await throughExport(bars, symbol, clock);
        expect(back.map(({ openTimeUtcMs }) => openTimeUtcMs)).toEqual(bars.map(({ openTimeUtcMs }) => openTimeUtcMs));
      },
    );

/** Two years around all four kinds of change, made here: what runs where there is no real data. */
const market = inMarketHours(sampleBars({ count: 2 * 8_760, timeframe: 'H1', startUtcMs: Date.UTC(2023, 0, 1) }), {
  closeHour: 17,
  openHour: 17,
});

test.each(['ny+7', 'eet', 'utc', 'utc-3:30'] as const)(
  'a market that a server on %s exports lands on Friday 17:00 and Sunday 17:00 New York time all year',
  async (clock) => {
    const back = await throughExport(market, 'GILT', clock);
    expect(back).toEqual(market);
    const ends = weekEnds(back);
    expect(ends.length).toBeGreaterThan(100);
    expect(new Set(ends.map(({ closes, opens }) => `${closes} to ${opens}`))).toEqual(
      new Set(['Fri 17:00 to Sun 17:00']),
    );
  },
);
