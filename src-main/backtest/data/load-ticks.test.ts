import { expect, test } from 'vitest';
import type { Tick } from '#shared/market/quote.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { memoryStoredMarket } from '#main/testkit/memory-stored-market.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import { chooseTicks } from './choose-ticks.ts';
import { loadTicks } from './load-ticks.ts';

const hourMs = 3_600_000;
const start = Date.UTC(2024, 0, 3, 10, 30);

/** One tick each ten minutes, the bid a cent higher each time. */
const everyTenMinutes = (count: number): readonly Tick[] =>
  Array.from({ length: count }, (_, index) =>
    sampleQuote({ occurredAtUtcMs: start + index * 600_000, bid: 2000 + index / 100 }),
  );

const nextTurn = (): Promise<void> => Promise.resolve();

const wish = (changes: Partial<Parameters<typeof loadTicks>[1]> = {}): Parameters<typeof loadTicks>[1] => ({
  symbol: 'XAUUSD',
  span: { source: 'import', firstUtcMs: utcMs(start), lastUtcMs: utcMs(start + 29 * 600_000) },
  fromUtcMs: -Infinity,
  toUtcMs: Infinity,
  ticksMax: 1000,
  ...changes,
});

const market = memoryStoredMarket({ series: [], ticks: { import: everyTenMinutes(30) } });

test('ticks are read hour by hour and stand in the order in which they came', async () => {
  const read: number[] = [];
  const onRows = (_: string, count: number): void => void read.push(count);
  const { ticks, notes } = await loadTicks(market, wish(), { nextTurn, onRows });
  expect([...ticks.bid]).toEqual(everyTenMinutes(30).map(({ bid }) => bid));
  expect(ticks.ask[29]).toBeCloseTo(2000.49, 9);
  expect([read, notes]).toEqual([[3, 6, 6, 6, 6, 3], []]);
});

test('only the ticks of the span are read, its end not among them', async () => {
  const span = { fromUtcMs: start + hourMs, toUtcMs: start + 2 * hourMs };
  const { ticks } = await loadTicks(market, wish(span), { nextTurn });
  expect([ticks.bid.length, ticks.occurredAtUtcMs[0], ticks.occurredAtUtcMs[5]]).toEqual([
    6,
    start + hourMs,
    start + 2 * hourMs - 600_000,
  ]);
  const { ticks: none } = await loadTicks(market, wish({ fromUtcMs: start + 100 * hourMs }), { nextTurn });
  expect(none.bid).toHaveLength(0);
});

test('of more than may be loaded the newest whole hours are, and a note says where they begin', async () => {
  const { ticks, notes } = await loadTicks(market, wish({ ticksMax: 14 }), { nextTurn });
  expect(ticks.occurredAtUtcMs[0]).toBe(Date.UTC(2024, 0, 3, 14));
  expect(ticks.bid).toHaveLength(9);
  expect(notes).toMatchObject([
    { code: 'TICKS_LEFT_OUT', symbol: 'XAUUSD', message: expect.stringContaining('before 2024-01-03T14:00') as string },
  ]);
});

test('loading ends where it is cancelled', async () => {
  await expect(loadTicks(market, wish(), { nextTurn, isCancelled: () => true })).rejects.toThrow('RUN_CANCELLED');
});

test('ticks come from the named source, else from that of the bars, else from the terminal, the import or the only one', () => {
  const ticks = everyTenMinutes(1);
  const chosen = (sources: readonly string[], source: string | null, barSource = 'import') => {
    const stored = Object.fromEntries(sources.map((name) => [name, ticks]));
    const { span, notes } = chooseTicks(memoryStoredMarket({ series: [], ticks: stored }), {
      ...{ symbol: 'XAUUSD', source, barSource },
    });
    return [span?.source ?? null, ...notes.map(({ code }) => code)];
  };
  expect(chosen(['terminal', 'import', 'other'], 'other')).toEqual(['other']);
  expect(chosen(['terminal'], 'other')).toEqual([null]);
  expect(chosen(['terminal', 'import'], null)).toEqual(['import']);
  expect(chosen(['terminal', 'import'], null, 'other')).toEqual(['terminal', 'SOURCES_JOINED']);
  expect(chosen(['import', 'other'], null, 'terminal')).toEqual(['import', 'SOURCES_JOINED']);
  expect(chosen(['other'], null)).toEqual(['other', 'SOURCES_JOINED']);
  expect(chosen(['one', 'other'], null)).toEqual([null, 'TICKS_LEFT_OUT']);
  expect(chosen([], null)).toEqual([null]);
});
