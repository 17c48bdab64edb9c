import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleAccount } from '#main/testkit/sample-account.ts';
import { sampleEuro, sampleGold } from '#main/testkit/sample-instrument.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { createEngineRig, noMarketFacts, type EngineRig } from './engine-rig.suite.ts';

const limitOf = (rig: EngineRig, code: string) =>
  rig.engine.snapshot().risk.limits.find((limit) => limit.code === code);

test('a position without a stop is taken to risk three daily ranges where they are known', () => {
  const open = (dailyAtr: number | null) => {
    const rig = createEngineRig({ facts: { ...noMarketFacts, dailyAtr: () => dailyAtr } });
    rig.connect({ positions: [samplePosition({ stop: null }), samplePosition({ positionId: '2', stop: 2000 })] });
    return limitOf(rig, 'OPEN_RISK_LIMIT')?.value;
  };
  // A tenth of a lot: 10 % of 20,000 of notional, or 3 · 100 dollars; and the commission of the other one.
  expect(open(null)).toBeCloseTo(2000.7, 6);
  expect(open(30)).toBeCloseTo(2000.7, 6);
  expect(open(100)).toBeCloseTo(3000.7, 6);
});

test('what moves together is known by the daily bars; what is not known counts', () => {
  const together = (correlation: number | null) => {
    const rig = createEngineRig({ facts: { ...noMarketFacts, correlation: () => correlation } });
    const euro = samplePosition({ positionId: '2', symbol: 'EURUSD', openPrice: 1.1, stop: 1.099 });
    rig.connect({ instruments: [sampleGold, sampleEuro], positions: [samplePosition(), euro] });
    return limitOf(rig, 'CORRELATED_RISK_LIMIT')?.value;
  };
  // 100.70 of gold and 10.70 of the euro.
  expect(together(0.6)).toBeCloseTo(111.4, 6);
  expect(together(null)).toBeCloseTo(111.4, 6);
  expect(together(0.2)).toBeCloseTo(100.7, 6);
});

test('nothing that stands in the way of entries ever blocks a close', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('active', 'reducing', 'halted'),
      fc.integer({ min: 1, max: 25_000 }),
      fc.integer({ min: 1, max: 10 }),
      fc.constantFrom(1990, null),
      async (state, equity, steps, stop) => {
        const rig = createEngineRig({ facts: { ...noMarketFacts, newsDistanceMs: () => 0 } });
        const volume = steps / 100;
        rig.connect({ positions: [samplePosition({ volume, stop })] });
        if (state === 'active') await rig.ask({ kind: 'resume', reason: 'that is mine' });
        if (state === 'halted') await rig.ask({ kind: 'halt', reason: 'enough' });
        expect(rig.engine.snapshot().tradingState.state).toBe(state);
        rig.tell({ kind: 'accountReported', account: sampleAccount({ equity, isTradeAllowed: true }) });
        const { positionId } = samplePosition();
        expect(await rig.ask({ kind: 'closePosition', positionId })).toMatchObject({ ok: true });
        expect(rig.gateway.sent.map(({ request }) => request)).toMatchObject([{ kind: 'reduceOnly', volume }]);
      },
    ),
    { numRuns: 50 },
  );
});
