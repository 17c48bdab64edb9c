import { expect, test } from 'vitest';
import { sampleRunSummary } from '#main/testkit/sample-agent-run.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { allRuns, isWished, joinRuns } from './run-wish.ts';

const run = (count: number, changes: object = {}) =>
  sampleRunSummary({ runId: `entry:decision@${count}`, startedAtUtcMs: sampleStartUtcMs + count, ...changes });

test('a run is looked at where all that is wished for is true of it', () => {
  const veto = run(1, { verdict: 'veto', kind: 'entry' });
  expect(isWished(veto, allRuns)).toBe(true);
  expect(isWished(veto, { ...allRuns, scenario: 'B', symbol: 'XAUUSD', kind: 'entry', verdict: 'veto' })).toBe(true);
  for (const wish of [{ scenario: 'A' }, { symbol: 'EURUSD' }, { kind: 'manage' }, { verdict: 'confirm' }] as const) {
    expect(isWished(veto, { ...allRuns, ...wish }), JSON.stringify(wish)).toBe(false);
  }
});

test('runs of both ways stand once, newest first, as they were told last', () => {
  const running = run(2, { state: 'running' });
  expect(joinRuns([run(3), running], [run(2), run(1)])).toEqual([run(3), running, run(1)]);
});

test('a list never grows without end', () => {
  expect(
    joinRuns(
      [],
      Array.from({ length: 900 }, (_, count) => run(count)),
    ),
  ).toHaveLength(500);
});
