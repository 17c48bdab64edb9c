import { expect, test } from 'vitest';
import { assertDefined } from '#shared/base/assert.ts';
import { stateShape } from '#main/features/state-vector.ts';
import { hasRealBars, readRealBars, realBarsTest } from '#main/testkit/real-bars.ts';
import { startIndicators } from './indicator-set.ts';

const file = 'XAUUSD_H1_2018_2024.csv.gz';

interface DayState {
  readonly bar: number;
  readonly iso: string;
  readonly vector: Float32Array;
}

function statesOfGold(): readonly DayState[] {
  const run = startIndicators({ symbol: 'XAUUSD', timeframe: 'H1', anchor: 'hour' });
  return readRealBars(file).flatMap((bar, index) => {
    const { state } = run.push(bar);
    const iso = new Date(bar.openTimeUtcMs).toISOString().slice(0, 16);
    return state === null ? [] : [{ bar: index, iso, vector: state.vector }];
  });
}

/** As the port of vectors has it; the file tells no spreads, and the volume of a bar is not known before a trading week behind a hole. */
function distance(a: Float32Array, b: Float32Array): number {
  const { alwaysKnown, knownWeight, maskableWeights } = stateShape;
  const differences = a.map((component, index) => component - (b[index] ?? NaN));
  const known = maskableWeights.filter((_, index) => !Number.isNaN(differences[alwaysKnown + index]));
  const weight = (weights: readonly number[]): number => weights.reduce((sum, it) => sum + it, knownWeight);
  const there = differences.filter((difference) => !Number.isNaN(difference));
  return Math.hypot(...there) * Math.sqrt(weight(maskableWeights) / weight(known));
}

/** The days of the nearest states, each of them a day's length of bars from the others and from what is asked for. */
function nearestDays(states: readonly DayState[], iso: string, k: number): readonly string[] {
  const asked = assertDefined(
    states.find((state) => state.iso === iso),
    'a stored hour',
  );
  const kept = [asked];
  const byDistance = states
    .map((state) => ({ state, distance: distance(state.vector, asked.vector) }))
    .sort((a, b) => a.distance - b.distance);
  for (const { state } of byDistance) {
    if (kept.length > k) break;
    if (kept.every(({ bar }) => Math.abs(bar - state.bar) >= 24)) kept.push(state);
  }
  return kept.slice(1).map((state) => state.iso.slice(0, 10));
}

/*
 * Days that a trader who knows one of them thinks of the other by. Nobody fitted anything to them: the weights of the components are round numbers.
 *
 * In the panic of 2020 gold was sold for cash along with everything else twice: on Friday 28 February (−4.5 %) and on Monday 16 March (−4 % until
 * the early afternoon). On the Fridays of 6 August 2021 and 3 February 2023 the United States told of far more jobs than had been expected, and gold
 * fell for the rest of the day.
 */
const pairs = [
  { name: 'the two days on which gold was sold for cash', hours: ['2020-02-28T16:00', '2020-03-16T13:00'], k: 1 },
  { name: 'two Fridays of too many jobs', hours: ['2021-08-06T16:00', '2023-02-03T17:00'], k: 2 },
] as const;

for (const { name, hours, k } of pairs) {
  test.skipIf(!hasRealBars(file))(
    realBarsTest(file, `${name} find each other among the nearest ${k} of all hours of six years`),
    () => {
      const states = statesOfGold();
      expect(states.length).toBeGreaterThan(36_000);
      const [first, second] = hours;
      expect(nearestDays(states, first, k)).toContain(second.slice(0, 10));
      expect(nearestDays(states, second, k)).toContain(first.slice(0, 10));
    },
  );
}
