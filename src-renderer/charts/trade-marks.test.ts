import { expect, test } from 'vitest';
import { barSchema } from '#shared/market/bar.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleDeal } from '#main/testkit/sample-deal.ts';
import { tradeMarks } from './trade-marks.ts';

const hourMs = 3_600_000;
const bars = [0, 1, 2].map((hour) =>
  barSchema.parse({
    openTimeUtcMs: sampleStartUtcMs + hour * hourMs,
    open: 2,
    high: 3,
    low: 1,
    close: 2,
    tickVolume: null,
    spreadPoints: null,
  }),
);
const entry = sampleDeal({ dealTicket: '1', entry: 'in', occurredAtUtcMs: sampleStartUtcMs + 10 });
const exit = sampleDeal({
  dealTicket: '2',
  entry: 'out',
  side: 'sell',
  profit: 12,
  occurredAtUtcMs: sampleStartUtcMs + 2 * hourMs + 10,
});

test('marks each deal at the opening of its bar and joins an exit with its entry', () => {
  const { marks, lines } = tradeMarks([exit, entry], entry.symbol, bars);
  expect(marks.map(({ id, kind, openTimeUtcMs }) => ({ id, kind, openTimeUtcMs }))).toEqual([
    { id: '1', kind: 'entry', openTimeUtcMs: sampleStartUtcMs },
    { id: '2', kind: 'exit', openTimeUtcMs: sampleStartUtcMs + 2 * hourMs },
  ]);
  expect(lines).toEqual([{ from: marks[0], to: marks[1], isProfit: true }]);
});

test('leaves out what is of another symbol, or older than the bars', () => {
  const old = sampleDeal({ dealTicket: '3', occurredAtUtcMs: sampleStartUtcMs - 1 });
  expect(tradeMarks([old], entry.symbol, bars)).toEqual({ marks: [], lines: [] });
  expect(tradeMarks([entry], 'OTHER', bars)).toEqual({ marks: [], lines: [] });
});

test('an exit whose entry is out of sight is marked without a line', () => {
  expect(tradeMarks([exit], exit.symbol, bars)).toMatchObject({ marks: [{ id: '2' }], lines: [] });
});
