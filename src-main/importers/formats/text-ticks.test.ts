import { expect, test } from 'vitest';
import { mt5Ticks } from './mt5-ticks.ts';
import { normalizedTicks } from './normalized-ticks.ts';

const stampMs = Date.UTC(2024, 1, 29, 2, 0, 1, 271);

test.each([
  ['2024.02.29\t02:00:01.271\t1.10010\t1.10020\t\t\t6', { stampMs, bid: 1.1001, ask: 1.1002 }],
  ['2024.02.29\t02:00:01.271\t1.10010\t\t\t\t2', { stampMs, bid: 1.1001, ask: null }],
  ['2024.02.29\t02:00:01.271\t\t1.10020\t\t\t4', { stampMs, bid: null, ask: 1.1002 }],
  ['2024.02.29\t02:00:01.271\t\t\t101.5\t3\t24', { stampMs, bid: null, ask: null }],
  ['2024.02.29\t02:00:01.271\t0.00000\t1.10020\t\t\t4', { stampMs, bid: null, ask: 1.1002 }],
  ['2024.02.29\t02:00:01\t1.10010\t1.10020\t\t', { stampMs: stampMs - 271, bid: 1.1001, ask: 1.1002 }],
])('MT5: %j is read, what is empty stands as it stood', (line, tick) => {
  expect(mt5Ticks.rowParser([])(line)).toEqual(tick);
});

test.each(['2024.02.30\t02:00:01.271', '2024.02.29\t24:00:01.271', '2024.02.29\t02:60:01.271'])(
  'MT5: %j is no time of a calendar',
  (stamp) => {
    expect(mt5Ticks.rowParser([])(`${stamp}\t1.1\t1.2\t\t\t6`)?.stampMs).toBeNaN();
  },
);

test.each(['2024.02.29\t02:00:01.271\t1.1\t1.2', '2024.02.29\t02:00:01.271\tx\t1.2\t\t\t6', '', mt5Ticks.example])(
  'MT5: %j is no row',
  (line) => {
    expect(mt5Ticks.rowParser([])(line)).toBeNull();
  },
);

test('normalized: both prices are there, volumes of the quote are left out', () => {
  const tick = { stampMs: 1_399_237_200_462, bid: 1.1, ask: 1.2 };
  const plain = normalizedTicks.rowParser(['time_utc_ms,bid,ask']);
  const withVolumes = normalizedTicks.rowParser(['time_utc_ms,bid,ask,bid_vol,ask_vol']);
  expect(plain('1399237200462,1.1,1.2')).toEqual(tick);
  expect(withVolumes('1399237200462,1.1,1.2,2.06,1.00')).toEqual(tick);
  expect(withVolumes('1399237200462,1.1,1.2,,')).toEqual(tick);
  expect([
    plain('1399237200462,1.1,'),
    plain('1399237200462,1.1,1.2,1,1'),
    withVolumes('1399237200462,1.1,1.2'),
  ]).toEqual([null, null, null]);
});
