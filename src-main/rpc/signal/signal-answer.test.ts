import { expect, test } from 'vitest';
import { fault } from '#shared/base/fault.ts';
import { signalAnswerSchema } from '#shared/contract/signal.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { sampleApprovalTicket } from '#main/testkit/sample-approval-ticket.ts';
import { sampleDecision } from '#main/testkit/sample-decision.ts';
import { sampleOpinion } from '#main/testkit/sample-opinion.ts';
import { signalAnswer, type SignalFollowUp } from './signal-answer.ts';

const wish = { scenario: 'swing', symbol: 'XAUUSD' } as const;
const statements = [{ text: 'The break is above 1998.5.', citations: [] }];
const dataQuality = { quoteAgeMs: 0, spread: 0.2, barsLagMs: null, holes: 0 };

const answerTo = (followUp: Partial<SignalFollowUp> = {}, decision = sampleDecision()) =>
  signalAnswer(wish, { decision, dataQuality }, { opinion: null, stored: null, statements, ...followUp });

test('a decision that nobody was asked about speaks by the rules', () => {
  expect(answerTo()).toEqual({
    ...wish,
    decisionId: 'decision-1',
    asOf: sampleStartUtcMs,
    validUntil: sampleStartUtcMs + 900_000,
    mode: 'rulesOnly',
    dataQuality,
    ruleVerdict: { passes: true, signal: sampleDecision().signal, filters: sampleDecision().filters },
    modelVerdict: null,
    riskVerdict: {
      ...{ verdict: 'notAsked', fault: null, approvalId: null },
      ...{ volume: null, riskMoney: null, outcome: null },
    },
    features: { donchianBreak: 2000 },
    reasons: statements,
  });
});

test('an opinion brings its verdict, the models that were heard, and its reasons', () => {
  const opinion = sampleOpinion();
  const answer = answerTo({ opinion });
  const { verdict, rank, isGrounded, runId, verdicts, reasons } = opinion;
  expect(answer).toMatchObject({ mode: 'model', reasons });
  expect(answer.modelVerdict).toEqual({ verdict, rank, isGrounded, runId, verdicts, models: ['scripted:1b'] });
});

test('rules that speak for the agents name no model', () => {
  const verdicts = sampleOpinion().verdicts.map((verdict) => ({ ...verdict, model: null }));
  const answer = answerTo({ opinion: sampleOpinion({ mode: 'rulesOnly', verdicts }) });
  expect([answer.mode, answer.modelVerdict?.models]).toEqual(['rulesOnly', []]);
});

test('a ticket is what risk approved, as it waits and as it ended', () => {
  const ticket = sampleApprovalTicket();
  const approved = { verdict: 'approved', approvalId: 'approval-1', volume: 0.1, riskMoney: 115.7 };
  const waits = { approval: { ticket, ended: null }, denial: null };
  expect(answerTo({ stored: waits }).riskVerdict).toMatchObject({ ...approved, outcome: null });
  const ended = { outcome: 'expired', actor: 'engine', reason: '', endedAtUtcMs: sampleStartUtcMs } as const;
  const over = { approval: { ticket, ended }, denial: null };
  expect(answerTo({ stored: over }).riskVerdict).toMatchObject({ ...approved, outcome: 'expired' });
});

test('a denial is told with its fault', () => {
  const denial = fault('SPREAD_TOO_WIDE', 'too wide');
  expect(answerTo({ stored: { approval: null, denial } }).riskVerdict).toMatchObject({
    verdict: 'denied',
    fault: denial,
  });
});

test('what has no data is told as none', () => {
  const filters = [{ filter: 'rvol', value: null, threshold: null, passed: false }];
  const answer = answerTo({}, sampleDecision({ filters, signal: { kind: 'none' } }));
  expect([answer.features, answer.ruleVerdict.passes]).toEqual([{ rvol: null }, false]);
});

test('every answer fits the contract', () => {
  const answer = answerTo({ opinion: sampleOpinion() });
  expect(signalAnswerSchema.parse(answer)).toEqual(answer);
});
