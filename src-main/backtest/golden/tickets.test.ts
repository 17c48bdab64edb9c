import { expect, test } from 'vitest';
import type { RunOutput } from '../run-output.ts';
import { goldenRun, minuteMs, onlyTrade, still, usualStartUtcMs, type Golden } from './golden-run.suite.ts';

/** Eight hours of a still market from ten o'clock, decided on each full hour; the first decision, at eleven, enters. */
const rows = Array.from({ length: 8 * 60 }, () => still(2000));
const eleven = usualStartUtcMs + 60 * minuteMs;

const entered = (changes: Partial<Golden>): RunOutput =>
  goldenRun({
    ...{ rows, rowsPerDecision: 60, scripts: [{ 0: { enter: 'buy', stop: 1990 } }], scenario: 'A' },
    account: { balance: 102_700 },
    ...changes,
  });

const delayed = (minutes: number) => ({ approvalDelayMs: { A: minutes * minuteMs, B: minutes * minuteMs } });

const hours = (fromHour: number, toHour: number) => ({ wakingHours: { fromHour, toHour, zone: 'utc' } });

const expired = { trades: [], intents: 1, deniedByCode: { APPROVAL_EXPIRED: 1 } };

test('the trader’s yes takes its minute, and the fill its half second', () => {
  expect(onlyTrade(entered({ costs: { ...delayed(1), latencyMs: 500 } }))).toMatchObject({
    ...{ decidedAtUtcMs: eleven, openedAtUtcMs: eleven + minuteMs + 500, openPrice: 2000.2, volume: 1 },
  });
});

test('a yes that comes after the ticket’s end is none: A’s lives five minutes', () => {
  expect(onlyTrade(entered({ costs: delayed(4) })).openedAtUtcMs).toBe(eleven + 4 * minuteMs);
  expect(entered({ costs: delayed(6) })).toMatchObject(expired);
});

test('B’s lives until the next decision closes', () => {
  expect(onlyTrade(entered({ scenario: 'B', costs: delayed(59) })).openedAtUtcMs).toBe(eleven + 59 * minuteMs);
  expect(entered({ scenario: 'B', costs: delayed(61) })).toMatchObject(expired);
});

test('B’s lives no longer than four hours', () => {
  // Twelve hours, decided on the sixth and the twelfth.
  const slow = { scenario: 'B', rows: [...rows, ...rows], rowsPerDecision: 360 } as const;
  const sixteen = usualStartUtcMs + 360 * minuteMs;
  expect(onlyTrade(entered({ ...slow, costs: delayed(239) })).openedAtUtcMs).toBe(sixteen + 239 * minuteMs);
  expect(entered({ ...slow, costs: delayed(241) })).toMatchObject(expired);
});

test('the ticket of a trader who sleeps until twelve is dead when he wakes', () => {
  expect(entered({ costs: hours(12, 23) })).toMatchObject(expired);
});

test('he says yes at the minute he wakes where the ticket still lives', () => {
  const woken = entered({ scenario: 'B', costs: hours(11.5, 23) });
  expect(onlyTrade(woken).openedAtUtcMs).toBe(eleven + 30 * minuteMs);
});

test('who would have to say yes a minute after he fell asleep says nothing that day', () => {
  expect(entered({ costs: { ...hours(7, 11), ...delayed(1) } })).toMatchObject(expired);
});

test('a market that passed the worst price is offered again, and bought at the price of then', () => {
  // No drift: the ask of 2000.20 at 11:00 was agreed to. At 11:02 it is 2001.20; asked again, the yes comes at 11:04.
  const risen = rows.map((row, index) => (index <= 60 ? row : still(2001)));
  expect(onlyTrade(entered({ rows: risen, costs: delayed(2) }))).toMatchObject({
    ...{ openedAtUtcMs: eleven + 4 * minuteMs, openPrice: 2001.2 },
    // (2001.20 − 1990) × 100 + 7 = 1,127 a lot: 1,027 hold 0.91.
    volume: 0.91,
  });
});

test('one that runs away each time is given up when the ticket ends', () => {
  const running = rows.map((row, index) => (index <= 60 ? row : still(2000 + (index - 60) / 10)));
  expect(entered({ rows: running, costs: delayed(2) })).toMatchObject(expired);
});

test('an exit by rule needs nobody', () => {
  const left = entered({
    ...{ scenario: 'B', costs: hours(7, 11.5) },
    scripts: [{ 0: { enter: 'buy', stop: 1990 }, 1: { leave: true } }],
  });
  expect(onlyTrade(left)).toMatchObject({ exitReason: 'oppositeChannel', closedAtUtcMs: eleven + 60 * minuteMs });
});
