import { expect, test } from 'vitest';
import { brokerClock } from '#shared/time/broker-clock.ts';
import { tickCollector } from './collect-ticks.ts';
import type { RawTick } from './file-format.ts';

const start = Date.UTC(2024, 0, 8, 2);

/** Rows as 'milliseconds bid ask', a dash where a side stays as it was. */
function parse(line: string): RawTick | null {
  const [stamp, bid, ask] = line.split(' ');
  if (ask === undefined) return null;
  const side = (text: string | undefined): number | null => (text === '-' ? null : Number(text));
  return { stampMs: start + Number(stamp), bid: side(bid), ask: side(ask) };
}

function collected(lines: readonly string[], scale = 1) {
  const collector = tickCollector({ parse, clock: brokerClock('utc+2'), scale, headerLines: 1 });
  for (const line of lines.slice(0, -1)) collector.take(line);
  collector.takeUnended(lines.at(-1) ?? '');
  const { columns, ...counts } = collector.finish();
  const ticks = Array.from({ length: columns.length }, (_, index) => [
    (columns.occurredAtUtcMs[index] ?? 0) - start + 2 * 3_600_000,
    columns.bid[index],
    columns.ask[index],
  ]);
  return { ...counts, ticks };
}

test('a side that a row leaves out stays as the row before had it, on the clock of the file', () => {
  expect(collected(['0 1.1 1.2', '5 - 1.3', '5 1.2 -'])).toEqual({
    rows: 3,
    backSteps: 0,
    refusals: { count: 0, byReason: {}, sample: [] },
    ticks: [
      [0, 1.1, 1.2],
      [5, 1.1, 1.3],
      [5, 1.2, 1.3],
    ],
  });
});

test('what is no quote is refused, with its line, and changes neither side', () => {
  const { ticks, refusals } = collected(['0 1.1 -', '1 1.1 1.2', '', '2 1.3 -', '3 0 1.2', 'NaN 1 2', 'x', '4 1.1']);
  expect(ticks).toEqual([[1, 1.1, 1.2]]);
  expect(refusals.sample.map(({ line, reason }) => [line, reason])).toEqual([
    [2, 'quoteIncomplete'],
    [5, 'quoteCrossed'],
    [6, 'priceInvalid'],
    [7, 'stampInvalid'],
    [8, 'rowMalformed'],
    [9, 'rowCut'],
  ]);
});

test('rows out of order are put in order, those of one millisecond as they came', () => {
  const { ticks, backSteps } = collected(['5 1.1 2', '7 1.2 2', '5 1.3 2', '6 1.4 2', '5 1.5 2']);
  expect(backSteps).toBe(2);
  expect(ticks.map(([at, bid]) => [at, bid])).toEqual([
    [5, 1.1],
    [5, 1.3],
    [5, 1.5],
    [6, 1.4],
    [7, 1.2],
  ]);
});

test('multiplied prices are divided without noise', () => {
  expect(collected(['0 110123 110125'], 100_000).ticks).toEqual([[0, 1.10123, 1.10125]]);
});

test('more ticks than the columns first have room for are all kept', () => {
  const { ticks } = collected(Array.from({ length: 10_000 }, (_, index) => `${index} 1.1 1.2`));
  expect([ticks.length, ticks.at(-1)]).toEqual([10_000, [9999, 1.1, 1.2]]);
});
