import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assert } from '#shared/base/assert.ts';
import { similarTradesWishSchema, type SimilarTrades, type SimilarTradesWish } from '#shared/contract/memory.ts';
import { recordId } from '#shared/trading/record-id.ts';
import type { Trade } from '#shared/trading/trade.ts';
import { stateVersion } from '#main/features/state-vector.ts';
import { sampleDeal } from '#main/testkit/sample-deal.ts';
import { sampleEntryRequest, sampleOrder } from '#main/testkit/sample-order.ts';
import { sampleTrade } from '#main/testkit/sample-trade.ts';
import { createSearchRig, hour, lying, vectorAt, type SearchRig } from './search-rig.suite.ts';

/** A trade of an hour, closed a day later, that stood so far from where is asked. */
function remember(
  rig: SearchRig,
  at: number,
  place: number,
  changes: Partial<Record<keyof Trade, unknown>> = {},
): Trade {
  const openedAtUtcMs = hour(at);
  const closed = { price: 2062, atUtcMs: hour(at + 24) };
  const trade = sampleTrade({ positionId: String(at), openedAtUtcMs, closed, ...changes });
  rig.trades.push(trade);
  const key = `${trade.positionId}#${trade.ordinal}`;
  const state = { vector: vectorAt(place), knownAtUtcMs: openedAtUtcMs, regime: 'trendUp' } as const;
  rig.tradeStates.set(key, state);
  rig.records.push({
    id: recordId('trade', key),
    symbol: trade.symbol,
    knownAtUtcMs: openedAtUtcMs,
    vector: state.vector,
  });
  return trade;
}

const atNothing = { kind: 'vector', version: stateVersion, timeframe: 'H1', vector: [...vectorAt(0)] };

async function found(
  rig: SearchRig,
  wish: Partial<Record<keyof SimilarTradesWish, unknown>> = {},
): Promise<SimilarTrades> {
  const answer = await rig.search.similarTrades(similarTradesWishSchema.parse({ state: atNothing, ...wish }));
  assert(answer.ok, 'an answer was expected');
  return answer.value;
}

test('trades come by the market they were opened in, with what became of them', async () => {
  const rig = createSearchRig();
  remember(rig, 10, 0.5);
  remember(rig, 50, 0.1, { positionId: '7', ordinal: 2, owner: 'manual' });
  const { neighbours, adapter } = await found(rig);
  expect(adapter).toBe('exact');
  expect(neighbours.map(({ trade }) => trade.recordId)).toEqual(['trade:7#2', 'trade:10#1']);
  expect(neighbours[0]?.trade).toEqual({
    ...{ recordId: 'trade:7#2', positionId: '7', ordinal: 2, symbol: 'XAUUSD', side: 'buy', owner: 'manual' },
    ...{ openedAtUtcMs: hour(50), regime: 'trendUp' },
    outcome: { closedAtUtcMs: hour(74), net: 120, rMultiple: null },
  });
});

test('the R-multiple is the net over what was approved to be lost', async () => {
  const rig = createSearchRig();
  const trade = remember(rig, 10, 0);
  const [entry] = trade.legs;
  rig.deals.push(sampleDeal({ positionId: '10', dealTicket: entry?.dealTicket, clientOrderId: '1001' }));
  rig.orders.push(sampleOrder({ request: sampleEntryRequest({ clientOrderId: '1001', riskMoney: 60 }) }));
  expect((await found(rig)).neighbours[0]?.trade.outcome?.rMultiple).toBe(2);
});

test('only trades of an owner, and as many as were wished', async () => {
  const rig = createSearchRig();
  for (let index = 0; index < 60; index++) remember(rig, index, index / 100, { owner: index % 10 === 9 ? 'A' : 'B' });
  const ofA = await found(rig, { owner: 'A', k: 4 });
  expect(ofA.neighbours.map(({ trade }) => trade.positionId)).toEqual(['9', '19', '29', '39']);
  expect((await found(rig, { symbols: ['EURUSD'] })).neighbours).toEqual([]);
});

test('whoever waits for the loop has his turn while trades of others are passed over', async () => {
  const rig = createSearchRig();
  for (let index = 0; index < 60; index++) remember(rig, index, index / 100, { owner: 'B' });
  expect((await found(rig, { owner: 'A', k: 4 })).neighbours).toEqual([]);
  expect(rig.turns()).toBeGreaterThan(10);
});

test('what the ledger does not have is not told, and no state of that time is a refusal', async () => {
  const rig = createSearchRig();
  remember(rig, 10, 0);
  rig.trades.length = 0;
  expect((await found(rig)).neighbours).toEqual([]);
  const state = { kind: 'moment', symbol: 'XAUUSD', timeframe: 'H1', atUtcMs: hour(1) };
  const refused = await rig.search.similarTrades(similarTradesWishSchema.parse({ state }));
  expect(refused).toMatchObject({ error: { code: 'STATE_UNKNOWN' } });
  rig.clock.setMarket(null);
  const early = await rig.search.similarTrades(similarTradesWishSchema.parse({ state: atNothing }));
  expect(early).toMatchObject({ error: { code: 'NOT_CONNECTED' } });
});

test('whatever an index says, no trade was opened and no outcome was known later than the moment as of which is asked', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { maxLength: 30 }),
      fc.integer({ min: 0, max: 220 }),
      async (openings, asOf) => {
        const rig = createSearchRig({ indexOf: lying });
        for (const at of openings) remember(rig, at, at / 100);
        const { neighbours } = await found(rig, { asOfUtcMs: hour(asOf), k: 50 });
        expect(neighbours).toHaveLength(openings.filter((at) => at <= asOf).length);
        for (const { trade } of neighbours)
          expect(Math.max(trade.openedAtUtcMs, trade.outcome?.closedAtUtcMs ?? 0)).toBeLessThanOrEqual(hour(asOf));
      },
    ),
  );
});
