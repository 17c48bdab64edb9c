import { expect, test } from 'vitest';
import { planOf } from './kill-plan.ts';

test('deaths come by changes and by time, with and without the power, before and in the middle of writes', () => {
  const plans = Array.from({ length: 200 }, (_, run) => planOf(run, { seed: 1 }, { changes: 5_000, ms: 4_000 }));
  const deaths = plans.flatMap((plan) => plan.deaths);
  const share = (isOne: (death: (typeof deaths)[number]) => boolean): number =>
    Math.round((deaths.filter(isOne).length / deaths.length) * 10) / 10;
  expect({
    lives: Math.round((deaths.length / plans.length) * 10) / 10,
    byChange: share(({ cause }) => cause.kind === 'change'),
    torn: share(({ cause }) => cause.kind === 'change' && cause.tears),
    withPower: share(({ powerLoss }) => powerLoss !== null),
    terminalToo: share(({ isTerminalToo }) => isTerminalToo),
  }).toEqual({ lives: 1.7, byChange: 0.5, torn: 0.1, withPower: 0.5, terminalToo: 0.2 });
});
