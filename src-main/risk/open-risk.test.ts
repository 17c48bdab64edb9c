import { expect, test } from 'vitest';
import { sampleEuro, sampleGold } from '#main/testkit/sample-instrument.ts';
import { sampleEntryRequest, sampleOrder } from '#main/testkit/sample-order.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import type { Position } from '#shared/trading/position.ts';
import { openRisk } from './open-risk.ts';
import { pendingEntries } from './pending-entries.ts';

const instruments = new Map([sampleGold, sampleEuro].map((instrument) => [instrument.symbol, instrument]));

function riskOf(positions: readonly Position[], dailyAtr?: ReadonlyMap<string, number>): number {
  const open = openRisk({ positions, pendingEntries: [], instruments, dailyAtr });
  return open.ok ? open.value.money : NaN;
}

test('sums what every position loses from its opening price to its stop, with its commission', () => {
  const gold = samplePosition({ volume: 0.1, openPrice: 2000, stop: 1990 });
  const euro = samplePosition({
    positionId: '2',
    symbol: 'EURUSD',
    side: 'sell',
    volume: 1,
    openPrice: 1.1,
    stop: 1.105,
  });
  expect(riskOf([gold])).toBeCloseTo(100.7, 9);
  expect(riskOf([gold, euro])).toBeCloseTo(100.7 + 507, 9);
});

test('a stop beyond the opening price risks nothing, and is no credit for the others', () => {
  const safe = samplePosition({ positionId: '2', stop: 2050 });
  expect(riskOf([safe])).toBe(0);
  expect(riskOf([samplePosition(), safe])).toBeCloseTo(100.7, 9);
});

test('a position without a stop risks a tenth of its notional, or three daily ATR where that is more', () => {
  const unstopped = samplePosition({ volume: 0.1, openPrice: 2000, stop: null });
  expect(riskOf([unstopped])).toBeCloseTo(2000, 9);
  expect(riskOf([unstopped], new Map([['XAUUSD', 30]]))).toBeCloseTo(2000, 9);
  expect(riskOf([unstopped], new Map([['XAUUSD', 100]]))).toBeCloseTo(3000, 9);
  expect(riskOf([unstopped], new Map([['EURUSD', 100]]))).toBeCloseTo(2000, 9);
});

test('an entry under way risks what was approved for the part that is not filled yet', () => {
  const request = sampleEntryRequest({ volume: 0.4, riskMoney: 400 });
  const open = (filledVolume: number, positions: readonly Position[]) => {
    const entries = pendingEntries([sampleOrder({ request, status: 'unknown', filledVolume })], positions);
    return openRisk({ positions, pendingEntries: entries, instruments, dailyAtr: undefined });
  };
  expect(open(0, [])).toMatchObject({ ok: true, value: { money: 400, pendingMarginMoney: 800 } });
  expect(open(0.3, [])).toMatchObject({ value: { money: expect.closeTo(100, 6) as number } });
  expect(open(0.4, [])).toMatchObject({ value: { money: 0, pendingMarginMoney: 0 } });
  const seen = samplePosition({ volume: 0.1, stop: 2000, clientOrderId: request.clientOrderId });
  expect(open(0, [seen])).toMatchObject({ value: { money: expect.closeTo(300.7, 6) as number } });
});
