import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import fc from 'fast-check';
import type { Evidence } from '#shared/agent/evidence.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { BarRange } from '#main/ports/bar-store.ts';
import { sampleApprovalTicket } from '#main/testkit/sample-approval-ticket.ts';
import { sampleBar } from '#main/testkit/sample-bars.ts';
import { sampleLesson } from '#main/testkit/sample-lesson.ts';
import {
  sampleEventChain,
  sampleSimilarSignals,
  sampleSimilarStates,
  sampleSimilarTexts,
  sampleSimilarTrades,
} from '#main/testkit/scripted-memory.ts';
import { entryQuestion, nowUtcMs, releaseIn, sourcesOf } from './agent-scene.suite.ts';
import type { AgentSources } from './agent-sources.ts';
import { gatherers } from './gather/gatherers.ts';
import { createPrompts, evidenceLines } from './prompts/create-prompts.ts';
import { toolsFor } from './tools/tools-for.ts';
import { wordsFromOutside } from './words-from-outside.ts';

/** What is planted in the future bears one of these; nothing of the past does. */
const plantedWord = 'hindsight';
const plantedNumber = 98_765.4321;
const isPlanted = /hindsight|98765|98,765/i;

/** Stores that say what was to come, whatever moment they are asked for. Past records bear what became of them later. */
function hostileSources(aheadMs: number): AgentSources {
  const later = utcMs(nowUtcMs + aheadMs);
  const past = utcMs(nowUtcMs - 3_600_000);
  const [state] = sampleSimilarStates().neighbours;
  const [trade] = sampleSimilarTrades().neighbours;
  const [signal] = sampleSimilarSignals().neighbours;
  const lateOutcome = { closedAtUtcMs: later, net: plantedNumber, rMultiple: plantedNumber };
  const lateMove = { closeAtr: plantedNumber, highAtr: plantedNumber, lowAtr: 0, knownAtUtcMs: later };
  const node = (id: string, knownAtUtcMs: number, facts: object): object => ({
    ...{ id, kind: id.slice(0, id.indexOf(':')), knownAtUtcMs, facts },
  });
  const ended = { actor: 'window', outcome: 'rejectedByTrader', reason: `${plantedWord} says no`, endedAtUtcMs: later };
  const lesson = { situation: plantedWord, observation: plantedWord, advice: plantedWord, rMultiple: plantedNumber };
  const sources = sourcesOf({
    memory: {
      similarStates: sampleSimilarStates({
        neighbours: [
          { ...state, followed: [{ bars: 4, moved: lateMove }] },
          {
            ...state,
            moment: { ...state?.moment, knownAtUtcMs: later },
            followed: [{ bars: 7, moved: { ...lateMove, knownAtUtcMs: past } }],
          },
        ],
        summary: [{ bars: 4, known: 1, medianCloseAtr: plantedNumber, higherRatio: 1 }],
      }),
      similarTrades: sampleSimilarTrades({
        neighbours: [
          { trade: { ...trade?.trade, outcome: lateOutcome }, distance: 0.1 },
          { trade: { ...trade?.trade, recordId: `trade:${plantedWord}#1`, openedAtUtcMs: later }, distance: 0.2 },
        ],
      }),
      similarSignals: sampleSimilarSignals({
        neighbours: [
          {
            signal: { ...signal?.signal, outcomes: [{ trade: `trade:${plantedWord}#2`, ...lateOutcome }] },
            distance: 0.1,
          },
          { signal: { ...signal?.signal, recordId: `signal:${plantedWord}`, knownAtUtcMs: later }, distance: 0.2 },
        ],
      }),
      similarTexts: sampleSimilarTexts({
        neighbours: [
          { recordId: `lesson:${plantedWord}`, text: plantedWord, knownAtUtcMs: later, distance: 0 },
          { recordId: 'lesson:reflection/hindsight#1', text: plantedWord, knownAtUtcMs: later, distance: 0 },
        ],
      }),
      eventChain: sampleEventChain({
        nodes: [
          node('approval:a-1', past, { side: 'buy', ...ended }),
          node('trade:88#1', past, {
            side: 'buy',
            closedAtUtcMs: later,
            net: plantedNumber,
            rMultiple: plantedNumber,
            closePrice: plantedNumber,
          }),
          node(`riskCheck:${plantedWord}`, later, { verdict: 'denied', code: plantedWord }),
        ],
        links: [],
      }),
    },
    lessons: [
      sampleLesson({
        lessonId: 'lesson:reflection/hindsight#1',
        tradeId: 'trade:9#1',
        learntAtUtcMs: later,
        ...lesson,
      }),
    ],
    releases: [releaseIn(aheadMs / 3_600_000, { actual: plantedNumber, revisedPrevious: plantedNumber })],
    snapshot: {
      endedApprovals: [{ ticket: sampleApprovalTicket({ approvalId: plantedWord }), ...ended }],
    },
  });
  const ahead = sampleBar({ openTimeUtcMs: nowUtcMs, close: Math.round(plantedNumber) });
  const bars = { ...sources.bars, read: (range: BarRange) => [...sources.bars.read(range), ahead] };
  return { ...sources, bars };
}

const anyTool = fc.constantFrom(
  { tool: 'features', wish: { timeframe: 'M15', features: [{ feature: 'donchianHigh', periodBars: 5 }] } },
  { tool: 'bars', wish: { timeframe: 'M15', count: 50 } },
  { tool: 'similar', wish: { timeframe: 'H1' } },
  { tool: 'chains', wish: { recordId: 'trade:88#1' } },
  { tool: 'calendar', wish: { hours: 168 } },
  { tool: 'positions', wish: {} },
  { tool: 'limits', wish: {} },
  { tool: 'lessons', wish: { words: 'breaks of a channel' } },
);

test('what came to be known later is in no reading, in no tool’s answer, and in no prompt', async () => {
  const { fill } = createPrompts((text) => createHash('sha256').update(text).digest('hex'));
  const aheadMs = fc.integer({ min: 1, max: 23 * 3_600_000 });
  await fc.assert(
    fc.asyncProperty(aheadMs, anyTool, async (ahead, { tool, wish }) => {
      const sources = hostileSources(ahead);
      const question = entryQuestion();
      const tools = toolsFor(question, sources).filter(({ name }) => name === tool);
      const found = await Promise.all([
        ...gatherers.map(({ read }) => read(question, sources, new AbortController().signal)),
        ...tools.map(({ read }) => read(wish)),
      ]);
      expect(found.map(({ ok }) => ok)).toEqual(found.map(() => true));
      const readings = found.flatMap((one) => (one.ok ? [one.value] : []));
      expect(JSON.stringify(readings)).not.toMatch(isPlanted);
      const evidence: readonly Evidence[] = readings.flatMap((one) => one.evidence);
      // The chain of a ticket that ends later is not looked up: it would tell that there is one.
      expect(readings[gatherers.findIndex(({ name }) => name === 'chains')]?.evidence).toEqual([]);
      const denied = evidence.filter(({ evidenceId }) => evidenceId === 'similar:M15/denied');
      expect(denied.map(({ value }) => value)).toEqual([0]);
      const block = wordsFromOutside({ what: 'evidence', text: evidenceLines(evidence) });
      const { system, user } = fill('signal.intraday', { language: 'en', subject: '', evidence: block, said: '' });
      expect(system + user).not.toMatch(isPlanted);
      expect(user).toContain('bar:M15/close');
    }),
    { numRuns: 24 },
  );
});

test('what was known by then is shown', async () => {
  const sources = hostileSources(-1_000);
  const found = await Promise.all(
    gatherers.map(({ read }) => read(entryQuestion(), sources, new AbortController().signal)),
  );
  const shown = JSON.stringify(found);
  for (const name of [
    'lesson:reflection/hindsight#1',
    `lesson:${plantedWord}`,
    `trade:${plantedWord}#1`,
    `signal:${plantedWord}`,
    `${plantedWord} says no`,
  ])
    expect(shown).toContain(name);
  expect(shown).toContain(String(plantedNumber));
});

test('bars that a store shows too early change nothing', async () => {
  const valuesOf = async (barsAhead: number): Promise<unknown> => {
    const sources = sourcesOf({ barsAhead });
    const bars = toolsFor(entryQuestion(), sources).find(({ name }) => name === 'bars');
    return Promise.all([
      ...gatherers.map(({ read }) => read(entryQuestion(), sources, new AbortController().signal)),
      bars?.read({ timeframe: 'H1', count: 50 }),
    ]);
  };
  expect(await valuesOf(40)).toEqual(await valuesOf(0));
});
