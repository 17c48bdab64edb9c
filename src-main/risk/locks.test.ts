import { expect, test } from 'vitest';
import { money } from '#shared/units/money.ts';
import { sampleAccount } from '#main/testkit/sample-account.ts';
import { sampleBrokerOrder } from '#main/testkit/sample-broker-order.ts';
import { sampleInstrument } from '#main/testkit/sample-instrument.ts';
import { sampleEntryRequest, sampleOrder } from '#main/testkit/sample-order.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { sampleRiskRequest } from '#main/testkit/sample-risk-request.ts';
import { checkRisk } from './check-risk.ts';
import { riskLimitsSchema } from './risk-limits.ts';
import type { RiskRequest } from './risk-request.ts';

const limits = (changes: object) => riskLimitsSchema.parse(changes);

/** Code, value and limit of the refusal; the approved volume where there is none. */
function refusal(changes: Partial<RiskRequest>): unknown {
  const judged = checkRisk(sampleRiskRequest(changes));
  if (judged.ok) return `approved ${judged.value.parameters.volume}`;
  const { code, facts } = judged.error.fault;
  return [code, facts.value, facts.limit];
}

test('denies on another account than the pinned one, by login, server or trade mode', () => {
  const pinnedAccount = sampleAccount().identity;
  const found = (changes: object) => sampleAccount({ identity: { ...pinnedAccount, ...changes } });
  expect(refusal({ pinnedAccount })).toBe('approved 0.21');
  for (const changes of [{ login: '1' }, { server: 'Other' }, { tradeMode: 'real' }]) {
    expect(refusal({ pinnedAccount, account: found(changes) })).toContain('ACCOUNT_MISMATCH');
  }
});

test('denies a decision that rests on bars from both sides of a hole', () => {
  const lookBack = (barsSinceHole: number) => refusal({ lookBack: { barsSinceHole, barsNeeded: 200 } });
  expect(lookBack(200)).toBe('approved 0.21');
  expect(lookBack(199)).toEqual(['HOLE_IN_DATA', 199, 200]);
  expect(lookBack(NaN)).toEqual(['HOLE_IN_DATA', 'NaN', 200]);
});

test('denies around a release of high impact', () => {
  expect(refusal({ newsDistanceMs: 300_000 })).toBe('approved 0.21');
  expect(refusal({ newsDistanceMs: 299_999 })).toEqual(['NEWS_BLACKOUT', 299_999, 300_000]);
  expect(refusal({ newsDistanceMs: 0, limits: limits({ newsBlackoutMs: 0 }) })).toBe('approved 0.21');
});

test('outside of the calendar’s range no release is known: what then, is the trader’s to say', () => {
  const deny = limits({ unknownNews: 'deny' });
  for (const newsDistanceMs of [null, NaN]) {
    expect(refusal({ newsDistanceMs })).toBe('approved 0.21');
    expect(refusal({ newsDistanceMs, limits: deny })).toEqual(['NEWS_BLACKOUT', null, 300_000]);
  }
  expect(refusal({ limits: deny })).toBe('approved 0.21');
});

test('denies after too many losing trades in a row', () => {
  const history = (lossesInARow: number) => refusal({ history: { tradesToday: 5, lossesInARow } });
  expect(history(3)).toBe('approved 0.21');
  expect(history(4)).toEqual(['LOSSES_IN_A_ROW', 4, 4]);
});

test('denies above the trades of a day, entries under way included and counted once', () => {
  const history = { tradesToday: 9, lossesInARow: 0 };
  const request = sampleEntryRequest({ riskMoney: 10, clientOrderId: '1001' });
  const pendingOrders = [sampleOrder({ request, status: 'sent' })];
  expect(refusal({ history })).toBe('approved 0.21');
  expect(refusal({ history: { ...history, tradesToday: 10 } })).toEqual(['TRADES_PER_DAY', 11, 10]);
  expect(refusal({ history, pendingOrders })).toEqual(['TRADES_PER_DAY', 11, 10]);
  const opened = samplePosition({ clientOrderId: '1001', volume: 0.01 });
  expect(refusal({ history, pendingOrders, positions: [opened] })).toBe('approved 0.21');
});

test('denies where equity could fall too far below its highest, or its start', () => {
  const drawdown = { start: money(20_000), peak: money(33_000) };
  const judge = (equity: number, drawdownKind: string, changes: object = {}) =>
    refusal({
      account: sampleAccount({ equity, balance: equity }),
      drawdown,
      limits: limits({ drawdownKind, ...changes }),
    });
  // A quarter of 33,000 is 8,250; at 25,000 a loss of 250 makes just that.
  expect(judge(25_000, 'trailing')).toBe('approved 0.21');
  expect(judge(24_999, 'trailing')).toEqual(['DRAWDOWN_LIMIT', expect.closeTo(8250.99, 6), 8250]);
  expect(judge(24_999, 'trailing', { drawdownRatioMax: 0.3 })).toBe('approved 0.21');
  expect(judge(24_999, 'static')).toBe('approved 0.21');
  // A quarter of 20,000 is 5,000: 15,200 has lost 4,800 of it and asks for 152.
  expect(judge(15_160, 'static')).toBe('approved 0.12');
  expect(judge(15_140, 'static')).toEqual(['DRAWDOWN_LIMIT', expect.closeTo(5011.4, 6), 5000]);
});

test('a new highest is its own baseline, and one that is no amount denies', () => {
  const low = { start: money(1), peak: money(10) };
  expect(refusal({ drawdown: low })).toBe('approved 0.21');
  const judge = (start: number) =>
    refusal({ drawdown: { ...low, start: start as never }, limits: limits({ drawdownKind: 'static' }) });
  expect(judge(0)).toEqual(['EQUITY_INVALID', 0, 0]);
  expect(judge(NaN)).toEqual(['EQUITY_INVALID', 'NaN', 0]);
});

test('what moves together is held to its own limit: same side with, other side against', () => {
  // 3 % of 25,000 is 750; one lot of the euro, 0.0050 from its stop, risks 507 of it.
  const euro = (side: 'buy' | 'sell') =>
    samplePosition({ symbol: 'EURUSD', side, volume: 1, openPrice: 1.1, stop: side === 'buy' ? 1.095 : 1.105 });
  const judge = (side: 'buy' | 'sell', correlation: number | null) =>
    refusal({ positions: [euro(side)], correlationOf: () => correlation });
  // 750 − 507 = 243 at 1,177 a lot.
  expect(judge('buy', 0.49)).toBe('approved 0.21');
  expect(judge('buy', 0.5)).toBe('approved 0.2');
  expect(judge('buy', -0.9)).toBe('approved 0.21');
  expect(judge('sell', 0.9)).toBe('approved 0.21');
  expect(judge('sell', -0.5)).toBe('approved 0.2');
});

test('a correlation that is not known counts as 1, whatever the sides', () => {
  const sold = samplePosition({ symbol: 'EURUSD', side: 'sell', volume: 1, openPrice: 1.1, stop: 1.105 });
  expect(refusal({ positions: [sold], correlationOf: () => null })).toBe('approved 0.2');
  expect(refusal({ positions: [sold], correlationOf: () => NaN })).toBe('approved 0.2');
  expect(refusal({ positions: [sold] })).toBe('approved 0.2');
});

test('the same symbol moves with itself; its other side is no addition', () => {
  const correlationOf = () => 0;
  const gold = (volume: number, changes: object = {}) => samplePosition({ volume, ...changes });
  // 750 − 0.7 · 1,007 = 45.10.
  expect(refusal({ positions: [gold(0.7)], correlationOf })).toBe('approved 0.03');
  expect(refusal({ positions: [gold(0.74)], correlationOf })).toEqual([
    'CORRELATED_RISK_LIMIT',
    expect.closeTo(11.77, 6),
    expect.closeTo(4.82, 6),
  ]);
  expect(refusal({ positions: [gold(0.7, { side: 'sell', stop: 2010 })], correlationOf })).toBe('approved 0.21');
});

test('over a weekend open risk counts for the gap that it may meet', () => {
  // 5 % of 25,000 is 1,250, a third of it 416.67; 0.2 lots risk 201.40 already.
  const positions = [samplePosition({ volume: 0.2 })];
  expect(refusal({ positions })).toBe('approved 0.21');
  expect(refusal({ positions, gapStressR: 3 })).toBe('approved 0.18');
});

test('takes no more of one side than the broker does, with all that is open and waits there', () => {
  const instrument = sampleInstrument({ volumeLimit: 0.5 });
  const judge = (changes: Partial<RiskRequest>) =>
    refusal({ instrument, limits: limits({ openRiskRatioMax: 0.2, correlatedRiskRatioMax: 0.2 }), ...changes });
  const held = samplePosition({ volume: 0.35 });
  expect(judge({})).toBe('approved 0.21');
  expect(judge({ positions: [held] })).toBe('approved 0.15');
  expect(judge({ positions: [samplePosition({ volume: 0.35, side: 'sell', stop: 2010 })] })).toBe('approved 0.21');
  expect(judge({ positions: [held], brokerOrders: [sampleBrokerOrder({ volumeLeft: 0.1 })] })).toBe('approved 0.05');
  const request = sampleEntryRequest({ volume: 0.1, clientOrderId: '1001' });
  const ours = { pendingOrders: [sampleOrder({ request })], positions: [held] };
  expect(judge(ours)).toBe('approved 0.05');
  const seen = sampleBrokerOrder({ volumeLeft: 0.1, clientOrderId: '1001' });
  expect(judge({ ...ours, brokerOrders: [seen] })).toBe('approved 0.05');
  const whole = samplePosition({ volume: 0.5 });
  expect(judge({ positions: [whole] })).toEqual(['VOLUME_LIMIT', 0.01, 0]);
});
