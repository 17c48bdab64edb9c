import { expect, test } from 'vitest';
import { fault } from '#shared/base/fault.ts';
import { signalAnswerSchema, type SignalAnswer } from '#shared/contract/signal.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleDecision } from '#main/testkit/sample-decision.ts';
import { signalText } from './signal-text.ts';
import { rowsOf } from './table-rows.suite.ts';

const notAsked = { verdict: 'notAsked', fault: null, approvalId: null, volume: null, riskMoney: null, outcome: null };

const answer = (changes: Partial<Record<keyof SignalAnswer, unknown>> = {}): SignalAnswer =>
  signalAnswerSchema.parse({
    ...{ scenario: 'swing', symbol: 'XAUUSD', decisionId: 'd-1', mode: 'rulesOnly', modelVerdict: null },
    ...{ asOf: sampleStartUtcMs, validUntil: sampleStartUtcMs + 900_000 },
    dataQuality: { quoteAgeMs: 1234, spread: 0.2699999999999818, barsLagMs: null, holes: 0 },
    ruleVerdict: { passes: true, signal: sampleDecision().signal, filters: [] },
    riskVerdict: notAsked,
    features: {},
    reasons: [{ text: 'The break is clear.', citations: [] }],
    ...changes,
  });

/** By its name, what a row says. */
const told = (changes?: Parameters<typeof answer>[0]): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(rowsOf(signalText(answer(changes))).map(([name = '', text]) => [name, text]));

test('says what the rules want, what it rests on, and why', () => {
  expect(signalText(answer()).split('\n')[0]).toBe(
    'XAUUSD, swing: decided on 2024-01-02 00:00 UTC, valid until 2024-01-02 00:15',
  );
  expect(signalText(answer())).toMatch(/\n- The break is clear\.$/);
  expect(told()).toEqual({
    rules: 'enter buy at 2000, stop 1990, target none',
    agents: 'nobody was asked',
    risk: 'not asked',
    data: 'quote 1.2 s old, spread 0.27',
  });
});

test.each([
  [{ kind: 'none' }, 'nothing to do; not passed: rvol'],
  [{ kind: 'exit', side: 'buy', reference: 2000, reason: 'weekend' }, 'leave the buy (weekend); not passed: rvol'],
  [
    { kind: 'moveStop', side: 'sell', reference: 2000, stop: 2010, reason: 'breakEven' },
    'move the stop of the sell to 2010 (breakEven); not passed: rvol',
  ],
  [
    { kind: 'closePart', side: 'buy', reference: 2000, ratio: 0.5, reason: 'partialTarget' },
    'close 50 % of the buy (partialTarget); not passed: rvol',
  ],
])('says what else rules may want: %j', (signal, expected) => {
  const filters = [
    { filter: 'rvol', value: 0.4, threshold: 1, passed: false },
    { filter: 'spread', value: 1, threshold: 2, passed: true },
  ];
  expect(told({ ruleVerdict: { passes: false, signal, filters } }).rules).toBe(expected);
});

test('says who spoke, and whether it holds', () => {
  const verdict = { runId: 'r-1', verdict: 'veto', rank: 20, verdicts: [] };
  const byModel = { ...verdict, isGrounded: false, models: ['gpt-oss:120b-cloud'] };
  expect(told({ mode: 'model', modelVerdict: byModel }).agents).toBe('veto, rank 20, ungrounded (gpt-oss:120b-cloud)');
  expect(told({ modelVerdict: { ...verdict, isGrounded: true, models: [] } }).agents).toBe(
    'veto, rank 20 (rules only)',
  );
});

test('says what risk made of it', () => {
  const denial = fault('SPREAD_TOO_WIDE', 'The spread is 80 points.');
  expect(told({ riskVerdict: { ...notAsked, verdict: 'denied', fault: denial } }).risk).toBe(
    'denied: SPREAD_TOO_WIDE The spread is 80 points.',
  );
  const approved = { ...notAsked, verdict: 'approved', approvalId: 't-1', volume: 0.1, riskMoney: 115.7 };
  expect(told({ riskVerdict: approved }).risk).toBe('approved 0.1 lots at a risk of 115.70; ticket t-1 waits');
  expect(told({ riskVerdict: { ...approved, outcome: 'expired' } }).risk).toMatch(/ticket t-1 expired$/);
});
