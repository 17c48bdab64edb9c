import { MemorySaver } from '@langchain/langgraph';
import { expect, test } from 'vitest';
import { sampleDecision } from '#main/testkit/sample-decision.ts';
import { sampleSnapshot } from '#main/testkit/sample-snapshot.ts';
import { analystRig, sampleSources } from './analyst-rig.suite.ts';

const decision = sampleDecision();
const { scenario, symbol, timeframe } = decision;

test('what is rehearsed is looked up for real, and nobody hears of it', async () => {
  const sources = sampleSources();
  const asked: string[] = [];
  const saver = new MemorySaver();
  await using rig = analystRig({
    saver,
    sources: {
      ...sources,
      cockpit: {
        snapshot: () => sampleSnapshot({ scenarios: [{ scenario, symbol, timeframe, phase: 'setup', decision }] }),
      },
      bars: {
        ...sources.bars,
        chooseSeries: (wish) => {
          asked.push(wish.symbol);
          return sources.bars.chooseSeries(wish);
        },
      },
    },
  });
  await rig.analyst.warm();
  expect(asked).toContain(symbol);
  expect(rig.news).toEqual([]);
  expect(rig.runs.inputs.size).toBe(0);
  expect(await saver.getTuple({ configurable: { thread_id: `${scenario}:${symbol}` } })).toBeUndefined();
  expect(rig.lines.filter(({ level }) => level === 'error')).toEqual([]);
});

test('an end in the middle of a rehearsal is waited for', async () => {
  const never = new Promise<never>(() => undefined);
  const sources = {
    ...sampleSources(),
    cockpit: {
      snapshot: () => sampleSnapshot({ scenarios: [{ scenario, symbol, timeframe, phase: 'setup', decision }] }),
    },
    nextTurn: () => never,
  };
  const rig = analystRig({ sources });
  const warmed = rig.analyst.warm();
  await rig.settled();
  await rig.analyst[Symbol.asyncDispose]();
  await warmed;
  expect(rig.news).toEqual([]);
});
