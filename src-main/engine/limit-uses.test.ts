import { expect, test } from 'vitest';
import { money } from '#shared/units/money.ts';
import { riskLimitsSchema } from '#main/risk/risk-limits.ts';
import { sampleAccount } from '#main/testkit/sample-account.ts';
import { sampleEuro, sampleGold } from '#main/testkit/sample-instrument.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { limitUses, type AccountRisk } from './limit-uses.ts';

const known: AccountRisk = {
  account: sampleAccount({ balance: 10_000, equity: 9_900, margin: 200 }),
  positions: [],
  pendingOrders: [],
  instruments: new Map([sampleGold, sampleEuro].map((instrument) => [instrument.symbol, instrument])),
  limits: riskLimitsSchema.parse({}),
  day: { baseline: money(10_000), profit: money(-100) },
  drawdown: { start: money(8_000), peak: money(11_000) },
  history: { tradesToday: 3, lossesInARow: 4 },
};

const useOf = (risk: AccountRisk, code: string) => {
  const { value, limit, isReached } = limitUses(risk).find((use) => use.code === code) ?? {};
  return { value, limit, isReached };
};

test('money and counts stand against their limits', () => {
  expect(useOf(known, 'DAILY_LOSS_LIMIT')).toEqual({ value: 100, limit: 300, isReached: false });
  expect(useOf(known, 'DRAWDOWN_LIMIT')).toEqual({ value: 1_100, limit: 2_750, isReached: false });
  expect(useOf(known, 'MARGIN_INSUFFICIENT')).toEqual({ value: 200, limit: 4_950, isReached: false });
  expect(useOf(known, 'TRADES_PER_DAY')).toEqual({ value: 3, limit: 10, isReached: false });
  expect(useOf(known, 'LOSSES_IN_A_ROW')).toEqual({ value: 4, limit: 4, isReached: true });
});

test('a day that won uses nothing of the loss limit', () => {
  const won = { ...known, day: { baseline: money(10_000), profit: money(50) } };
  expect(useOf(won, 'DAILY_LOSS_LIMIT')).toMatchObject({ value: 0, isReached: false });
});

test('a static drawdown is measured from the start, a trailing one from the highest equity', () => {
  const fixed = { ...known, limits: riskLimitsSchema.parse({ drawdownKind: 'static' }) };
  expect(useOf(fixed, 'DRAWDOWN_LIMIT')).toEqual({ value: 0, limit: 2_000, isReached: false });
});

test('open risk is the sum of all, and what moves together the largest group of it', () => {
  const gold = samplePosition();
  const euro = samplePosition({ positionId: '2', symbol: 'EURUSD', openPrice: 1.1, stop: 1.09, volume: 0.2 });
  const risk = { ...known, positions: [gold, euro] };
  const { value: together } = useOf({ ...risk, correlationOf: () => 0.9 }, 'CORRELATED_RISK_LIMIT');
  const { value: apart } = useOf({ ...risk, correlationOf: () => 0 }, 'CORRELATED_RISK_LIMIT');
  const { value: sum } = useOf(risk, 'OPEN_RISK_LIMIT');
  expect(together).toBeCloseTo(Number(sum), 9);
  expect(apart).toBeLessThan(Number(sum));
  expect(useOf(risk, 'POSITIONS_MAX')).toEqual({ value: 2, limit: 3, isReached: false });
});

test('a position without a stop denies entries whatever the rest is', () => {
  const risk = { ...known, positions: [samplePosition({ stop: null })] };
  expect(useOf(risk, 'POSITION_WITHOUT_STOP')).toEqual({ value: 1, limit: 1, isReached: true });
});

test('what is not known is no data, and never zero', () => {
  const { drawdown: _drawdown, history: _history, ...rest } = known;
  const unknown = { ...rest, account: null, day: null, positions: [samplePosition({ symbol: 'US100' })] };
  const codes = ['DAILY_LOSS_LIMIT', 'DRAWDOWN_LIMIT', 'OPEN_RISK_LIMIT', 'CORRELATED_RISK_LIMIT'];
  for (const code of [...codes, 'MARGIN_INSUFFICIENT', 'TRADES_PER_DAY', 'LOSSES_IN_A_ROW'])
    expect(useOf(unknown, code), code).toMatchObject({ value: null, isReached: false });
});
