import { expect, test } from 'vitest';
import { pinDifferences, pinnedRuns, pinOf, readPins } from '#main/testkit/pinned-runs.ts';
import { runInMemory } from './run-in-memory.ts';

const { markets, plans } = pinnedRuns();

/** `npm run bless -- backtest` shows what has moved, and pins it anew. */
test('eleven runs come to what they were pinned at, bit for bit', () => {
  const played = Object.fromEntries(
    Object.entries(plans).map(([name, plan]) => [name, pinOf(runInMemory(plan, markets))]),
  );
  expect(Object.keys(played)).toHaveLength(11);
  expect(pinDifferences(readPins(), played)).toEqual([]);
});

test('the pinned runs hold what they are there for', () => {
  const pins = readPins();
  const total = (key: string): number => Object.values(pins).reduce((sum, { figures }) => sum + (figures[key] ?? 0), 0);
  for (const key of ['trades', 'deniedIntents', 'stopOuts', 'ambiguousTrades'])
    expect(total(key), key).toBeGreaterThan(0);
  for (const key of ['spreadCost', 'commissionCost', 'swapCost', 'slippageCost'])
    expect(total(key), key).toBeLessThan(0);
});

test('a figure that moved is named with its run, and so is what moved without one', () => {
  const pin = { figures: { trades: 5, sharpe: 1.5 }, hashes: { trades: 'a', curve: 'b', report: 'c' } };
  const moved = { figures: { trades: 6, sharpe: 1.5 }, hashes: { ...pin.hashes, trades: 'd' } };
  expect(pinDifferences({ x: pin }, { x: moved })).toEqual(['x: trades was 5, is 6']);
  const bent = { ...pin, hashes: { ...pin.hashes, curve: 'd', report: 'e' } };
  expect(pinDifferences({ x: pin, y: pin }, { x: bent, z: pin })).toEqual([
    'x: no figure, but curve, report',
    'y: gone',
    'z: new',
  ]);
  expect(pinDifferences({ x: pin }, { x: pin })).toEqual([]);
});
