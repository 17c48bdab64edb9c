import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assert } from '#shared/base/assert.ts';
import { fault, FaultError } from '#shared/base/fault.ts';
import { similarStatesWishSchema, type SimilarStates, type SimilarStatesWish } from '#shared/contract/memory.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { stateShape, stateVersion } from '#main/features/state-vector.ts';
import {
  createSearchRig,
  exactOver,
  goldHours,
  hour,
  hourMs,
  lying,
  vectorAt,
  type RigBar,
  type SearchRig,
} from './search-rig.suite.ts';

type Wish = Partial<Record<keyof SimilarStatesWish, unknown>>;

const atHour = (count: number, symbol = 'XAUUSD') =>
  ({ kind: 'moment', symbol, timeframe: 'H1', atUtcMs: hour(count) }) as const;

const ask = (rig: SearchRig, wish: Wish) => rig.search.similarStates(similarStatesWishSchema.parse(wish));

async function answered(rig: SearchRig, wish: Wish): Promise<SimilarStates> {
  const answer = await ask(rig, wish);
  assert(answer.ok, () => `an answer was expected: ${answer.ok ? '' : answer.error.message}`);
  return answer.value;
}

const hoursOf = ({ neighbours }: SimilarStates): readonly number[] =>
  neighbours.map(({ moment }) => (moment.openTimeUtcMs - hour(0)) / hourMs);

/** Bars of so many hours, whose states stand where a function says. */
const hours = (count: number, placeOf: (index: number) => number | null, series?: BarSeries): readonly RigBar[] =>
  Array.from({ length: count }, (_, index) => ({
    ...(series && { series }),
    openTimeUtcMs: hour(index),
    place: placeOf(index),
  }));

describe('what is found', () => {
  test('the nearest states come first, with what the store says of them', async () => {
    const rig = createSearchRig();
    rig.put(hours(400, (index) => index / 1000));
    rig.put([{ openTimeUtcMs: hour(500), close: 2010.5, place: 0.1 }]);
    const answer = await answered(rig, { state: atHour(501), k: 2, barsApart: 100 });
    expect(answer).toMatchObject({ stateVersion, adapter: 'exact', asOfUtcMs: hour(100_000) });
    expect(answer.asked).toEqual({
      ...{ symbol: 'XAUUSD', timeframe: 'H1', source: 'terminal', openTimeUtcMs: hour(500) },
      ...{ knownAtUtcMs: hour(501), close: 2010.5, regime: 'range' },
    });
    expect(hoursOf(answer)).toEqual([100, 0]);
    expect(answer.neighbours[0]).toMatchObject({ distance: 0, moment: { close: 2000, knownAtUtcMs: hour(101) } });
    expect(answer.neighbours[1]?.distance).toBeCloseTo(0.1, 6);
  });

  test('the asked state is the newest that was known by its moment, and by the moment as of which is asked', async () => {
    const rig = createSearchRig();
    rig.put(hours(60, () => 0));
    const askedAt = async (wish: Wish) => (await answered(rig, wish)).asked?.openTimeUtcMs;
    expect(await askedAt({ state: atHour(50) })).toBe(hour(49));
    expect(await askedAt({ state: { ...atHour(50), atUtcMs: hour(51) - 1 } })).toBe(hour(49));
    expect(await askedAt({ state: atHour(50), asOfUtcMs: hour(20) })).toBe(hour(19));
  });

  test('by numbers: nothing is left out for standing beside what is asked for', async () => {
    const rig = createSearchRig();
    rig.put(hours(60, (index) => index / 10));
    const state = { kind: 'vector', version: stateVersion, timeframe: 'H1', vector: [...vectorAt(5)] };
    const answer = await answered(rig, { state, k: 3, barsApart: 1 });
    expect(answer.asked).toBeNull();
    expect(hoursOf(answer)).toEqual([50, 49, 51]);
  });

  test('neighbours stand as many bars from each other and from what is asked for as was wished', async () => {
    const rig = createSearchRig();
    rig.put(hours(300, () => 0));
    const apart = async (barsApart: number) => hoursOf(await answered(rig, { state: atHour(150), k: 4, barsApart }));
    expect((await apart(100)).toSorted((a, b) => a - b)).toEqual([0, 249]);
    for (const barsApart of [0, 1, 10, 40]) {
      const chosen = [149, ...(await apart(barsApart))].toSorted((a, b) => a - b);
      const gaps = chosen.slice(1).map((at, index) => at - (chosen[index] ?? 0));
      expect(chosen).toHaveLength(5);
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(Math.max(1, barsApart));
    }
  });

  test('bars are counted, not hours: Friday’s last one stands beside Monday’s first', async () => {
    const rig = createSearchRig();
    const friday = hours(24, () => null);
    const monday = hours(24, () => null).map((bar) => ({
      ...bar,
      openTimeUtcMs: utcMs(bar.openTimeUtcMs + 72 * hourMs),
    }));
    rig.put([...friday, ...monday].map((bar, index) => ({ ...bar, place: index === 23 || index === 25 ? 0 : null })));
    const found = async (barsApart: number) => hoursOf(await answered(rig, { state: atHour(74), barsApart }));
    expect(await found(2)).toEqual([23]);
    expect(await found(3)).toEqual([]);
  });

  test('the same bar of two sources is one, and the terminal’s stands for it though another is nearer', async () => {
    const rig = createSearchRig();
    const ofSource = (source: string, place: number): RigBar => ({
      series: { ...goldHours, source },
      openTimeUtcMs: hour(0),
      place,
    });
    rig.put([ofSource('broker', 0), ofSource('import', 0.1), ofSource('terminal', 0.2)]);
    rig.put([{ openTimeUtcMs: hour(400), place: 0 }]);
    const { neighbours } = await answered(rig, { state: atHour(401) });
    expect(neighbours.map(({ moment, distance }) => [moment.source, Number(distance.toFixed(3))])).toEqual([
      ['terminal', 0.2],
    ]);
  });

  test('only the symbols and the time that are asked for', async () => {
    const rig = createSearchRig();
    const euro = { ...goldHours, symbol: 'EURUSD' };
    rig.put([...hours(300, (index) => index / 1000), ...hours(300, (index) => index / 1000, euro)]);
    const symbolsOf = ({ neighbours }: SimilarStates) => new Set(neighbours.map(({ moment }) => moment.symbol));
    const state = atHour(250);
    expect(symbolsOf(await answered(rig, { state }))).toEqual(new Set(['XAUUSD', 'EURUSD']));
    expect(symbolsOf(await answered(rig, { state, symbols: ['EURUSD'] }))).toEqual(new Set(['EURUSD']));
    const late = await answered(rig, { state, fromUtcMs: hour(100), symbols: ['EURUSD'] });
    expect(Math.min(...hoursOf(late))).toBe(105);
  });

  test('more are asked for until there are enough that stand apart, and no more than there are', async () => {
    const rig = createSearchRig();
    rig.put(hours(600, (index) => (index < 500 ? 0 : 1)));
    const answer = await answered(rig, { state: atHour(1), k: 2, barsApart: 450 });
    expect(hoursOf(answer)).toHaveLength(1);
    expect(rig.queries.map(({ k }) => k)).toEqual([16, 64, 256, 1024]);
  });

  test('the loop has its turn while many are looked at', async () => {
    const rig = createSearchRig();
    rig.put(hours(400, (index) => index / 1000));
    await answered(rig, { state: atHour(200), k: 50, barsApart: 2 });
    expect(rig.turns()).toBeGreaterThan(10);
  });
});

describe('what is refused', () => {
  test('there is no market time yet, and no moment was named as of which is asked', async () => {
    const rig = createSearchRig();
    rig.put(hours(60, () => 0));
    rig.clock.setMarket(null);
    expect(await ask(rig, { state: atHour(40) })).toMatchObject({ error: { code: 'NOT_CONNECTED' } });
    expect((await answered(rig, { state: atHour(40), asOfUtcMs: hour(50) })).asOfUtcMs).toBe(hour(50));
  });

  test('as of a moment that has not come yet is as of now', async () => {
    const rig = createSearchRig();
    rig.put(hours(60, () => 0));
    rig.clock.setMarket(hour(30));
    expect(await answered(rig, { state: atHour(40), asOfUtcMs: hour(50) })).toMatchObject({
      ...{ asOfUtcMs: hour(30), asked: { openTimeUtcMs: hour(29) } },
    });
  });

  test('no state of that symbol and time is stored', async () => {
    const rig = createSearchRig();
    rig.put(hours(3, () => 0));
    expect(await ask(rig, { state: atHour(0) })).toMatchObject({
      error: { code: 'STATE_UNKNOWN', facts: { symbol: 'XAUUSD', timeframe: 'H1', atUtcMs: hour(0) } },
    });
    expect(await ask(rig, { state: atHour(3, 'EURUSD') })).toMatchObject({ error: { code: 'STATE_UNKNOWN' } });
  });

  test.each([
    { version: stateVersion + 1, vector: [...vectorAt(0)] },
    { version: stateVersion, vector: [0] },
  ])('numbers of another version: %o', async (other) => {
    const rig = createSearchRig();
    const state = { kind: 'vector', timeframe: 'H1', ...other };
    expect(await ask(rig, { state })).toMatchObject({
      error: { code: 'STATE_VERSION', facts: { version: other.version, storedVersion: stateVersion } },
    });
  });
});

test('numbers of which one is null are looked for without it, unless that one is always known', async () => {
  const rig = createSearchRig();
  rig.put(hours(60, (index) => index / 10));
  const lackingAt = (place: number) => {
    const vector = [...vectorAt(5)].map((number, at) => (at === place ? null : number));
    return { state: { kind: 'vector', version: stateVersion, timeframe: 'H1', vector }, k: 1 };
  };
  expect(hoursOf(await answered(rig, lackingAt(stateShape.alwaysKnown)))).toEqual([50]);
  expect(rig.queries.map(({ vector }) => vector.findIndex(Number.isNaN))).toEqual([stateShape.alwaysKnown]);
  expect(await ask(rig, lackingAt(0))).toMatchObject({
    error: { code: 'STATE_VERSION', facts: { version: stateVersion, alwaysKnown: stateShape.alwaysKnown } },
  });
});

describe('the rung below', () => {
  const unreachable = fault('VECTORS_UNREACHABLE', 'the server is gone');
  const broken = { search: () => Promise.reject(new FaultError(unreachable)) };

  test('answers the whole question where the one above cannot, and is named', async () => {
    const told: unknown[] = [];
    const rig = createSearchRig({
      vectors: (index) => ({
        now: () => ({ reads: { ...index, ...broken }, adapter: 'chroma' }),
        below: (why) => {
          told.push(why);
          return { reads: index, adapter: 'exact' };
        },
      }),
    });
    rig.put(hours(60, () => 0));
    const answer = await answered(rig, { state: atHour(10) });
    expect(answer.adapter).toBe('exact');
    expect(answer.neighbours).not.toEqual([]);
    expect(told).toEqual([unreachable]);
  });

  test('at the bottom a fault is the answer, and what is no fault is thrown', async () => {
    const bottom = (search: () => Promise<never>) =>
      createSearchRig({
        vectors: (index) => ({
          now: () => ({ reads: { ...index, search }, adapter: 'exact' }),
          below: () => null,
        }),
      });
    const faulty = bottom(broken.search);
    const failing = bottom(() => Promise.reject(new Error('a mistake of ours')));
    for (const rig of [faulty, failing]) rig.put(hours(60, () => 0));
    expect(await ask(faulty, { state: atHour(10) })).toEqual({ ok: false, error: unreachable });
    await expect(ask(failing, { state: atHour(10) })).rejects.toThrow('a mistake of ours');
  });
});

describe('nothing later', () => {
  const lie = fc.constantFrom(exactOver, lying);
  const series = fc.constantFrom(goldHours, { ...goldHours, source: 'import' }, { ...goldHours, symbol: 'EURUSD' });
  const anyBars = fc.uniqueArray(
    fc.record({
      series,
      openTimeUtcMs: fc.integer({ min: 0, max: 250 }).map(hour),
      place: fc.option(fc.integer({ min: 0, max: 20 }).map((place) => place / 20)),
      close: fc.integer({ min: 1900, max: 2100 }),
    }),
    { selector: (bar) => [bar.series.symbol, bar.series.source, bar.openTimeUtcMs].join(), maxLength: 200 },
  );

  test('whatever an index says, no neighbour and no outcome is later than the moment as of which is asked', async () => {
    await fc.assert(
      fc.asyncProperty(
        ...[lie, anyBars, fc.integer({ min: 0, max: 260 }), fc.integer({ min: 0, max: 260 })],
        fc.integer({ min: 0, max: 30 }),
        async (indexOf, bars, at, asOf, barsApart) => {
          const rig = createSearchRig({ indexOf });
          rig.put(bars);
          const answer = await ask(rig, { state: atHour(at), asOfUtcMs: hour(asOf), barsApart });
          if (!answer.ok) {
            expect(answer.error.code).toBe('STATE_UNKNOWN');
            return;
          }
          const { asked, neighbours } = answer.value;
          const moments = [asked?.knownAtUtcMs ?? 0, ...neighbours.map(({ moment }) => moment.knownAtUtcMs)];
          const outcomes = neighbours.flatMap(({ followed }) => followed.map(({ moved }) => moved?.knownAtUtcMs ?? 0));
          expect(Math.max(...moments, ...outcomes)).toBeLessThanOrEqual(hour(asOf));
          const distances = neighbours.map(({ distance }) => distance);
          expect(distances).toEqual(distances.toSorted((a, b) => a - b));
        },
      ),
      { numRuns: 150 },
    );
  });

  test('what has come later changes no answer as of before', async () => {
    await fc.assert(
      fc.asyncProperty(anyBars, fc.integer({ min: 1, max: 260 }), async (bars, asOf) => {
        const wish = { state: atHour(asOf), asOfUtcMs: hour(asOf), barsApart: 2 };
        const [whole, then] = [createSearchRig(), createSearchRig()];
        whole.put(bars);
        then.put(bars.filter(({ openTimeUtcMs }) => openTimeUtcMs < hour(asOf)));
        expect(await ask(whole, wish)).toEqual(await ask(then, wish));
      }),
      { numRuns: 100 },
    );
  });
});
