import { expect, test } from 'vitest';
import { playPlan } from './play-plan.ts';
import { sampleMarkets, samplePlan } from './pool/sample-plans.suite.ts';
import type { RunPlan } from './run-plan.ts';

const usual = samplePlan(20);
const played = (changes: Partial<RunPlan> = {}) =>
  playPlan(samplePlan(20, changes), sampleMarkets, { shelf: new Map() });
const withBalance = (balance: number) => played({ account: { ...usual.account, balance } });

test('of a run that could trade there is nothing to say', () => {
  expect(played().notes).toEqual([]);
});

test('where the smallest volume is too large it is said from which equity on it is not', () => {
  const { notes, output } = withBalance(100);
  expect(output.deniedByCode.VOLUME_BELOW_MIN).toBeGreaterThan(0);
  expect(notes).toMatchObject([{ code: 'EQUITY_SMALL', symbol: 'XAUUSD' }]);
  const [, equity] = /equity of about (\d+) USD/.exec(notes[0]?.message ?? '') ?? [];
  expect(Number(equity)).toBeGreaterThan(100);
  expect(withBalance(2 * Number(equity)).output.trades.length).toBeGreaterThan(output.trades.length);
});

test('a lock that kept it from trading is told with the day from which on', () => {
  const { notes, output } = played({ limits: { ...usual.limits, drawdownRatioMax: 0.011 } });
  expect(output.deniedByCode.DRAWDOWN_LIMIT).toBeGreaterThan(0);
  const last = new Date(Math.max(...output.trades.map(({ openedAtUtcMs }) => openedAtUtcMs))).toISOString();
  expect(notes).toMatchObject([
    { code: 'DRAWDOWN_LOCK', message: expect.stringContaining(`opened on ${last.slice(0, 10)}`) as string },
  ]);
});
