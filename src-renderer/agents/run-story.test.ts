import { expect, test } from 'vitest';
import { reasoningStepSchema, type ReasoningStep } from '#shared/agent/agent-run.ts';
import { sampleStartUtcMs } from '#main/testkit/manual-clock.ts';
import { mergeSteps } from './merge-steps.ts';
import { runStory } from './run-story.ts';

const evidence = {
  evidenceId: 'feature:M15/atr(14)',
  source: 'feature',
  label: 'ATR(14)',
  value: 2.4,
  unit: 'price',
  asOfUtcMs: sampleStartUtcMs,
  recordId: null,
};
const prompt = { name: 'signal.intraday', version: 1, hash: 'a'.repeat(64) };
const fault = { code: 'MODEL_TIMEOUT', message: 'It took longer than 2 s.', facts: {} };
const verdict = {
  agent: 'signal',
  verdict: 'confirm',
  confidence: 0.7,
  statements: [],
  model: 'small',
  ungrounded: [],
};
const read = { tool: 'regime', arguments: {}, evidence: [evidence], durationMs: 3, fault: null };

/** Numbers the bodies as a run does. */
const stepsOf = (...bodies: readonly object[]): readonly ReasoningStep[] =>
  bodies.map((body, index) => reasoningStepSchema.parse({ ...body, sequence: index + 1, atMs: index * 10 }));

const fallback = stepsOf(
  { kind: 'phaseEntered', from: 'idle', phase: 'setup' },
  { kind: 'nodeStarted', node: 'gather' },
  { kind: 'toolCalled', ...read, agent: null },
  { kind: 'toolCalled', ...read, tool: 'calendar', agent: null },
  { kind: 'nodeEnded', node: 'gather', durationMs: 4 },
  { kind: 'nodeStarted', node: 'signal' },
  { kind: 'modelAsked', agent: 'signal', model: 'large', rung: 0, prompt, timeoutMs: 2000 },
  { kind: 'fellBack', agent: 'signal', model: 'large', rung: 0, to: 'small', fault },
  { kind: 'modelAsked', agent: 'signal', model: 'small', rung: 1, prompt, timeoutMs: 2000 },
  { kind: 'toolCalled', ...read, tool: 'bars', agent: 'signal' },
  {
    kind: 'modelAnswered',
    agent: 'signal',
    model: 'small',
    rung: 1,
    latencyMs: 40,
    tokens: { prompt: 9, reply: 4 },
    reply: '{}',
  },
  { kind: 'verdictGiven', verdict },
);

test('what belongs together stands together, in the order in which it began', () => {
  const { parts, atWork } = runStory(fallback);
  expect(parts.map(({ kind }) => kind)).toEqual(['phase', 'gathering', 'agent']);
  expect(parts[1]).toMatchObject({ calls: [{ tool: 'regime' }, { tool: 'calendar' }] });
  expect(atWork).toEqual(['signal']);
});

test('an agent’s part holds every model that was asked with its end, its tools and its verdict', () => {
  const [, , agent] = runStory(fallback).parts;
  expect(agent).toMatchObject({
    agent: 'signal',
    fromMs: 60,
    turns: [
      { kind: 'ask', asked: { model: 'large' }, end: { kind: 'fellBack', to: 'small' } },
      { kind: 'ask', asked: { model: 'small' }, end: { kind: 'modelAnswered', latencyMs: 40 } },
      { kind: 'tool', call: { tool: 'bars' } },
    ],
    verdict: { verdict: 'confirm' },
  });
});

test('a model that was passed over without being asked is told with its fault', () => {
  const [part] = runStory(stepsOf({ kind: 'fellBack', agent: 'risk', model: 'large', rung: 0, to: null, fault })).parts;
  expect(part).toMatchObject({ turns: [{ asked: { model: 'large', timeoutMs: 0 }, end: { kind: 'fellBack' } }] });
});

test('evidence of all steps is collected, each once', () => {
  expect(runStory(fallback).evidence).toEqual([evidence]);
});

test('steps that were fetched and steps that were heard are one run', () => {
  expect(mergeSteps(fallback.slice(0, 7), fallback.slice(5))).toEqual(fallback);
  expect(mergeSteps([], fallback)).toEqual(fallback);
});
