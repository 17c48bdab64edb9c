import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstScenario, governanceRuleSchema, nextGovernance, type GovernanceState } from './governance.ts';

const rule = governanceRuleSchema.parse({});

/** The scenario after each close, and the switches with their days. */
function follow(deposits: readonly number[], begin?: GovernanceState) {
  let state = begin ?? { active: firstScenario(deposits[0] ?? NaN, rule), closes: [] };
  const switches: (readonly [day: number, text: string, closes: readonly number[]])[] = [];
  const active = deposits.map((depositUsd, day) => {
    const next = nextGovernance(state, { depositUsd }, rule);
    state = next.state;
    if (next.switched !== null) {
      const { from, to, closes } = next.switched;
      switches.push([day, `${from} to ${to}`, closes]);
    }
    return state.active;
  });
  return { active, switches, state };
}

const days = (count: number, depositUsd: number): number[] => Array.from({ length: count }, () => depositUsd);

test('an account begins with B from the upper threshold on, and with A below it, in between too', () => {
  const deposits = [0, 2_999, 3_000, 4_999.99, 5_000, 80_000];
  expect(deposits.map((deposit) => firstScenario(deposit, rule)).join('')).toBe('AAAABB');
});

test('switches as the domain has it along 2,000 → 6,000 → 4,000 → 2,500', () => {
  const deposits = [...days(3, 2_000), ...days(6, 6_000), ...days(10, 4_000), ...days(7, 2_500)];
  const { active, switches } = follow(deposits);
  expect(active.join('')).toBe('AAAAAAABBBBBBBBBBBBBBBBAAA');
  expect(switches).toEqual([
    [7, 'A to B', days(5, 6_000)],
    [23, 'B to A', days(5, 2_500)],
  ]);
});

test('four closes do not switch, nor five with one in between that speaks otherwise', () => {
  const interrupted = [...days(4, 6_000), 4_999, ...days(4, 6_000)];
  expect(follow(interrupted, { active: 'A', closes: [] })).toMatchObject({
    switches: [],
    state: { active: 'A', closes: days(4, 6_000) },
  });
});

test('the thresholds themselves: 5,000 speaks for B, and 3,000 not for A', () => {
  expect(follow(days(5, 5_000), { active: 'A', closes: [] }).state.active).toBe('B');
  expect(follow(days(50, 3_000), { active: 'B', closes: [] }).state.active).toBe('B');
  expect(follow(days(5, 2_999.99), { active: 'B', closes: [] }).state.active).toBe('A');
});

const deposit = fc.double({ min: 0, max: 9_000, noNaN: true });

test('never whipsaws: between two switches lie so many closes as one takes, all beyond its threshold', () => {
  fc.assert(
    fc.property(fc.array(deposit, { minLength: 1, maxLength: 200 }), (deposits) => {
      const { switches } = follow(deposits);
      switches.forEach(([day, text, closes], index) => {
        expect(day - (switches[index - 1]?.[0] ?? -1)).toBeGreaterThanOrEqual(rule.closes);
        expect(closes).toEqual(deposits.slice(day + 1 - rule.closes, day + 1));
        for (const close of closes) expect(text === 'A to B' ? close >= 5_000 : close < 3_000).toBe(true);
        expect(text).not.toBe(switches[index - 1]?.[1]);
      });
    }),
  );
});

test('between the thresholds nothing ever switches, whatever came before', () => {
  fc.assert(
    fc.property(
      fc.constantFrom<GovernanceState>({ active: 'A', closes: days(4, 6_000) }, { active: 'B', closes: days(4, 100) }),
      fc.array(fc.double({ min: 3_000, max: 4_999, noNaN: true }), { minLength: 1, maxLength: 50 }),
      (begin, deposits) => {
        expect(follow(deposits, begin)).toMatchObject({ switches: [], state: { active: begin.active, closes: [] } });
      },
    ),
  );
});

test('the rule’s thresholds lie in their order', () => {
  expect(governanceRuleSchema.safeParse({ upperUsd: 3_000 }).success).toBe(false);
});
