import { expect, test } from 'vitest';
import { assert } from '#shared/base/assert.ts';
import { similarStatesWishSchema, type Followed, type SimilarStates } from '#shared/contract/memory.ts';
import { holeSchema } from '#shared/market/hole.ts';
import { stateTimeframes } from '#shared/market/derived-timeframes.ts';
import { stateVersion } from '#main/features/state-vector.ts';
import { horizonsOf } from './horizons.ts';
import { createSearchRig, hour, type RigBar, type SearchRig } from './search-rig.suite.ts';

/** A state at the first hour; a hundred hours behind it the market has gone up by 1 an hour, and swings by 3; then what is asked for. */
const risingHours = (changes: (index: number) => Partial<RigBar> = () => ({})): readonly RigBar[] => [
  ...Array.from({ length: 101 }, (_, index) => ({
    ...{ openTimeUtcMs: hour(index), close: 2000 + index, high: 2003 + index, low: 1997 + index },
    place: index === 0 ? 0 : null,
    ...changes(index),
  })),
  { openTimeUtcMs: hour(400), place: 0 },
];

async function found(rig: SearchRig, asOfUtcMs: number | null = null): Promise<SimilarStates> {
  const state = {
    kind: 'vector',
    version: stateVersion,
    timeframe: 'H1',
    vector: [...new Float32Array(rig.records[0]?.vector ?? [])],
  };
  const answer = await rig.search.similarStates(similarStatesWishSchema.parse({ state, asOfUtcMs, k: 1 }));
  assert(answer.ok, 'an answer was expected');
  return answer.value;
}

const movesOf = (followed: readonly Followed[] = []): unknown => followed.map(({ bars, moved }) => [bars, moved]);

test('what followed is told in the ATR of the bar itself: the close, and the farthest up and down on the way', async () => {
  const rig = createSearchRig();
  rig.put(risingHours());
  const { neighbours, summary } = await found(rig);
  expect(movesOf(neighbours[0]?.followed)).toEqual([
    [1, { closeAtr: 0.5, highAtr: 2, lowAtr: -1, knownAtUtcMs: hour(2) }],
    [4, { closeAtr: 2, highAtr: 3.5, lowAtr: -1, knownAtUtcMs: hour(5) }],
    [12, { closeAtr: 6, highAtr: 7.5, lowAtr: -1, knownAtUtcMs: hour(13) }],
    [24, { closeAtr: 12, highAtr: 13.5, lowAtr: -1, knownAtUtcMs: hour(25) }],
    [96, { closeAtr: 48, highAtr: 49.5, lowAtr: -1, knownAtUtcMs: hour(97) }],
  ]);
  expect(summary[1]).toEqual({ bars: 4, known: 1, medianCloseAtr: 2, higherRatio: 1 });
});

const knownBars = async (rig: SearchRig, asOfUtcMs: number | null = null): Promise<unknown> =>
  (await found(rig, asOfUtcMs)).neighbours[0]?.followed.filter(({ moved }) => moved !== null).map(({ bars }) => bars);

test('what had not closed by the moment as of which is asked is not known', async () => {
  const rig = createSearchRig();
  rig.put(risingHours());
  expect(await knownBars(rig, hour(1))).toEqual([]);
  expect(await knownBars(rig, hour(5) - 1)).toEqual([1]);
  expect(await knownBars(rig, hour(5))).toEqual([1, 4]);
  expect((await found(rig, hour(5))).summary[2]).toEqual({
    ...{ bars: 12, known: 0, medianCloseAtr: null, higherRatio: null },
  });
});

test('behind a hole that nobody expected nothing is known; weekends are no holes', async () => {
  const rig = createSearchRig();
  rig.put(risingHours().filter(({ openTimeUtcMs }) => openTimeUtcMs !== hour(8) && openTimeUtcMs !== hour(3)));
  const hole = (at: number, kind: string) =>
    holeSchema.parse({
      ...{ fromUtcMs: hour(at), toUtcMs: hour(at + 1), kind, missingBars: 1, attempts: 1, isEmptyAtSource: false },
    });
  rig.holes.push(hole(3, 'session'), hole(8, 'unexpected'));
  expect(await knownBars(rig)).toEqual([1, 4]);
});

test.each([NaN, 0])('in an ATR of %d nothing can be measured', async (atr) => {
  const rig = createSearchRig();
  rig.put(risingHours(() => ({ atr })));
  expect(await knownBars(rig)).toEqual([]);
});

test('a state whose bar is not stored any more is no neighbour', async () => {
  const rig = createSearchRig();
  rig.put(risingHours());
  const [first] = rig.records;
  assert(first !== undefined, 'a state was put');
  rig.records.push({ ...first, id: first.id.replace(/\d+$/, String(hour(-5))) });
  const { neighbours } = await found(rig);
  expect(neighbours.map(({ moment }) => moment.openTimeUtcMs)).toEqual([hour(0)]);
});

test('spans rise, and begin with the next bar', () => {
  for (const timeframe of stateTimeframes) {
    const horizons = horizonsOf(timeframe);
    expect(horizons[0]).toBe(1);
    expect(horizons).toEqual([...new Set(horizons)].toSorted((a, b) => a - b));
  }
});
