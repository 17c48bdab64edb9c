import { expect, test } from 'vitest';
import { referenceBacktest, type ReferenceTerms } from '#main/testkit/reference-backtest.ts';
import { sampleEuro, sampleGold, sampleInstrument } from '#main/testkit/sample-instrument.ts';
import { syntheticClock, syntheticMinutes, type SyntheticWalk } from '#main/testkit/synthetic-market.ts';
import { donchianPlan } from '#main/testkit/synthetic-plans.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { playPlan } from '../play-plan.ts';
import type { RunOutput } from '../run-output.ts';

const usual = {
  ...{ instrument: sampleGold, clock: syntheticClock, balance: 1_000_000, riskRatio: 0.001 },
  ...{ entryBars: 55, exitBars: 20, atrBars: 20, stopAtr: 2 },
};
const count = 15_000;

const swapping = sampleInstrument({
  swap: { mode: 'points', long: -31, short: 7, multipliers: [0, 1, 1, 3, 1, 1, 0] },
});

const cases: readonly (readonly [string, SyntheticWalk, ReferenceTerms])[] = [
  ['gold', { count, seed: 1 }, usual],
  ['another walk, narrow spread', { count, seed: 2, spreadTicks: 3 }, usual],
  ['nights that pay and cost', { count, seed: 3 }, { ...usual, instrument: swapping }],
  [
    'near stops, short channels',
    { count, seed: 4 },
    { ...usual, entryBars: 20, exitBars: 10, atrBars: 14, stopAtr: 0.5 },
  ],
  ['far stops, long channels', { count, seed: 5 }, { ...usual, entryBars: 200, exitBars: 80, stopAtr: 8 }],
  ['an exit channel longer than the entry’s', { count, seed: 6 }, { ...usual, entryBars: 10, exitBars: 60 }],
  ['a spread as wide as the stop', { count, seed: 7, spreadTicks: 90 }, { ...usual, stopAtr: 0.5 }],
  [
    'five digits',
    { count, seed: 8, instrument: sampleEuro, startPrice: 1.1, noiseTicks: 12, spreadTicks: 6 },
    { ...usual, instrument: sampleEuro },
  ],
  ['an account so small that the smallest volume is often too large', { count, seed: 9 }, { ...usual, balance: 1500 }],
];

function columnar(walk: SyntheticWalk, terms: ReferenceTerms): RunOutput {
  const { plan, markets } = donchianPlan(syntheticMinutes(walk), terms);
  return playPlan(plan, markets, { shelf: new Map() }).output;
}

test.each(cases)('gives the trades and the equity of the plain engine, bit for bit: %s', (_, walk, terms) => {
  const output = columnar(walk, terms);
  const reference = referenceBacktest(syntheticMinutes(walk), terms);
  const alike = output.trades.map((trade) => ({
    ...{ side: trade.side, volume: trade.volume, stop: trade.stop, exitReason: trade.exitReason },
    ...{ decidedAtUtcMs: trade.decidedAtUtcMs, openedAtUtcMs: trade.openedAtUtcMs, closedAtUtcMs: trade.closedAtUtcMs },
    ...{ openPrice: trade.openPrice, closePrice: trade.closePrice },
    ...{ commission: trade.commission, swap: trade.swap, net: trade.net },
  }));
  expect(alike).toEqual(reference.trades);
  expect(output.curve.equity.at(-1)).toBe(reference.finalEquity);
});

test.each(cases)('marks the equity that the plain engine has at the same moments: %s', (_, walk, terms) => {
  const minutes = syntheticMinutes(walk);
  const { curve } = columnar(walk, terms);
  const { equity } = referenceBacktest(minutes, terms);
  const byClose = new Map(equity.map((amount, index) => [minutes.closeTimeUtcMs[index], amount]));
  let compared = 0;
  for (const [index, atUtcMs] of curve.timeUtcMs.entries()) {
    const expected = byClose.get(atUtcMs);
    // Of several points of one moment the last one is what the moment left; midnights have points of their own.
    if (
      expected === undefined ||
      curve.timeUtcMs[index + 1] === atUtcMs ||
      syntheticClock.midnightBefore(utcMs(atUtcMs)) === atUtcMs
    )
      continue;
    expect(Math.abs((curve.equity[index] ?? NaN) - expected)).toBeLessThan(1e-6);
    compared += 1;
  }
  expect(compared).toBeGreaterThan(10);
});

test('the walks hold trades of both sides, left by stop, by channel, and at the end', () => {
  const all = cases.flatMap(([, walk, terms]) => referenceBacktest(syntheticMinutes(walk), terms).trades);
  expect(new Set(all.map(({ side }) => side)).size).toBe(2);
  expect(new Set(all.map(({ exitReason }) => exitReason)).size).toBe(3);
  expect(all.length).toBeGreaterThan(1000);
  expect(all.some(({ swap }) => swap > 0) && all.some(({ swap }) => swap < 0)).toBe(true);
});
