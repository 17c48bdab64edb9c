import { expect, test } from 'vitest';
import type { RunWish } from '#shared/contract/backtest.ts';
import { planStrategies } from './plan-strategies.ts';

const plan = (scenario: string, set: RunWish['set'] = {}, settings = {}) => planStrategies({ scenario, set }, settings);
const parametersOf = (planned: ReturnType<typeof plan>) =>
  planned.ok ? planned.value.map(({ id, parameters }) => [id, parameters.riskRatio, parameters.timeframe]) : planned;

test('a strategy is planned with its defaults, B on four hours', () => {
  expect(parametersOf(plan('B'))).toEqual([['B', 0.01, 'H4']]);
});

test('settings stand over defaults, a wish over settings', () => {
  const settings = { B: { riskRatio: 0.005, timeframe: 'D1' } };
  expect(parametersOf(plan('B', { timeframe: 'H1' }, settings))).toEqual([['B', 0.005, 'H1']]);
  expect(parametersOf(plan('B', { 'B.timeframe': 'H1' }, settings))).toEqual([['B', 0.005, 'H1']]);
});

test('of both scenarios it is said whose parameter is meant', () => {
  expect(parametersOf(plan('both', { 'A.riskRatio': 0.004, 'B.riskRatio': 0.006 }))).toMatchObject([
    ['A', 0.004, 'M15'],
    ['B', 0.006, 'H4'],
  ]);
  expect(plan('both', { riskRatio: 0.004 })).toMatchObject({
    error: { code: 'PARAMETER_INVALID', message: 'Say whose parameter riskRatio is: A.riskRatio or B.riskRatio.' },
  });
});

test('what is not there or out of range is refused by its code', () => {
  expect(plan('C')).toMatchObject({ error: { code: 'STRATEGY_UNKNOWN' } });
  expect(plan('B', { 'A.riskRatio': 0.004 })).toMatchObject({ error: { code: 'PARAMETER_INVALID' } });
  expect(plan('B', { riskRatio: 0.5 })).toMatchObject({
    error: { code: 'PARAMETER_INVALID', facts: { parameter: 'riskRatio', max: 0.02 } },
  });
  expect(plan('B', { hope: 1 })).toMatchObject({ error: { code: 'PARAMETER_INVALID', facts: { parameter: 'hope' } } });
});
