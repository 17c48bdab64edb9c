import { expect, test } from 'vitest';
import { assertDefined } from '#shared/base/assert.ts';
import { fault, FaultError } from '#shared/base/fault.ts';
import { evidenceSchema, type Evidence } from '#shared/agent/evidence.ts';
import { evidenceName } from '#shared/agent/evidence-name.ts';
import { sampleLesson } from '#main/testkit/sample-lesson.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { sampleEventChain, sampleSimilarTexts } from '#main/testkit/scripted-memory.ts';
import { entryQuestion, nowUtcMs, releaseIn, sourcesOf } from '../agent-scene.suite.ts';
import type { AgentSources } from '../agent-sources.ts';
import { gatherers } from '../gather/gatherers.ts';
import { toolsFor } from './tools-for.ts';

async function read(tool: string, wish: unknown, sources: AgentSources = sourcesOf()): Promise<readonly Evidence[]> {
  const one = assertDefined(
    toolsFor(entryQuestion(), sources).find(({ name }) => name === tool),
    tool,
  );
  const found = await one.read(wish);
  if (!found.ok) throw new FaultError(found.error);
  const evidence = evidenceSchema.array().parse(found.value.evidence);
  const unnamed = evidence.filter(({ evidenceId }) => evidenceName(evidenceId) === null);
  expect(unnamed, 'evidence whose id cannot be said in the window').toEqual([]);
  return evidence;
}

const valuesOf = (evidence: readonly Evidence[]): Record<string, Evidence['value']> =>
  Object.fromEntries(evidence.map(({ evidenceId, value }) => [evidenceId, value]));

test('each has a name of its own, words for a model, and a schema that refuses what it does not know', async () => {
  const tools = toolsFor(entryQuestion(), sourcesOf());
  expect(tools.map(({ name }) => name)).toEqual([
    ...['features', 'bars', 'similar', 'chains', 'calendar', 'positions', 'limits', 'lessons'],
  ]);
  for (const { schema, description, read: readTool } of tools) {
    expect(description.length).toBeGreaterThan(20);
    for (const wish of [null, 'all', { symbol: 'EURUSD' }, { asOfUtcMs: nowUtcMs + 1 }]) {
      expect(schema.safeParse(wish).success).toBe(false);
      expect(await readTool(wish)).toMatchObject({ ok: false, error: { code: 'TOOL_ARGUMENTS_INVALID' } });
    }
  }
});

test('features are the ones that were asked for, with their parameters in their names', async () => {
  const features = [
    { feature: 'ema', periodBars: 9 },
    { feature: 'sma', periodBars: 900 },
  ];
  expect(valuesOf(await read('features', { timeframe: 'H1', features }))).toEqual({
    'feature:H1/ema(9)': expect.any(Number) as number,
    'feature:H1/sma(900)': null,
  });
  expect(await read('features', { timeframe: 'D1', features })).toEqual([]);
});

test('bars are summed up, and the last of them told one by one', async () => {
  const sources = sourcesOf();
  const series = sources.bars.chooseSeries({ symbol: 'XAUUSD', timeframe: 'M15' });
  const bars =
    series.ok && series.value !== null
      ? sources.bars.read({ series: series.value, beforeUtcMs: nowUtcMs, limit: 20 })
      : [];
  const values = valuesOf(await read('bars', { timeframe: 'M15', count: 20 }, sources));
  expect(values).toMatchObject({
    'bar:M15/last20/open': bars[0]?.open,
    'bar:M15/last20/high': Math.max(...bars.map(({ high }) => high)),
    'bar:M15/last20/low': Math.min(...bars.map(({ low }) => low)),
    'bar:M15/last20/close': bars.at(-1)?.close,
    'bar:M15/last20/up': bars.filter(({ open, close }) => close > open).length,
    'bar:M15/back1/close': bars.at(-1)?.close,
    'bar:M15/back5/open': bars.at(-5)?.open,
  });
  expect(Object.keys(values)).toHaveLength(7 + 5 * 4);
});

test('what is looked up again bears the name and the value under which it was gathered', async () => {
  const sources = sourcesOf({ releases: [releaseIn(-1)], snapshot: { positions: [samplePosition()] } });
  const gathered = await Promise.all(
    gatherers.map(({ read: gather }) => gather(entryQuestion(), sources, new AbortController().signal)),
  );
  const before = valuesOf(gathered.flatMap((one) => (one.ok ? one.value.evidence : [])));
  const again = await Promise.all([
    read('similar', { timeframe: 'M15' }, sources),
    read('calendar', { hours: 24 }, sources),
    read('positions', {}, sources),
    read('limits', {}, sources),
    read('features', { timeframe: 'M15', features: [{ feature: 'atr', periodBars: 14 }] }, sources),
  ]);
  expect(before).toMatchObject(valuesOf(again.flat()));
  expect(again.map(({ length }) => length > 0)).toEqual([true, true, true, false, true]);
});

test('what is looked up on another timeframe, or farther, has another name', async () => {
  expect(
    Object.keys(valuesOf(await read('similar', { timeframe: 'H4' }))).every((id) => id.startsWith('similar:H4/')),
  ).toBe(true);
  expect(Object.keys(valuesOf(await read('calendar', { hours: 48 })))).toEqual(['calendar:highImpact/48h']);
});

test('a chain is told from risk’s word to the result, and a record that nobody knows is a fault', async () => {
  const node = { id: 'trade:88#1', kind: 'trade', knownAtUtcMs: nowUtcMs - 9 };
  const facts = { closedAtUtcMs: nowUtcMs - 1, net: 124.5, symbol: 'XAUUSD' };
  const eventChain = sampleEventChain({ nodes: [{ ...node, facts }], links: [] });
  const values = valuesOf(await read('chains', { recordId: 'trade:88#1' }, sourcesOf({ memory: { eventChain } })));
  expect(values).toEqual({ 'chain:trade:88#1/net': 124.5 });
  const sources = sourcesOf();
  const unknown = fault('RECORD_UNKNOWN', 'None of that name.');
  const memory = { ...sources.memory, eventChain: () => Promise.resolve({ ok: false, error: unknown } as const) };
  await expect(read('chains', { recordId: 'trade:1#1' }, { ...sources, memory })).rejects.toMatchObject({
    fault: unknown,
  });
});

test('lessons are those whose words are near, and nothing else is', async () => {
  const near = { recordId: 'lesson:reflection/2#1', text: 'spread', knownAtUtcMs: nowUtcMs - 1, distance: 0.1 };
  const sources = sourcesOf({
    memory: { similarTexts: sampleSimilarTexts({ neighbours: [near] }) },
    lessons: ['1', '2'].map((id) => sampleLesson({ lessonId: `lesson:reflection/${id}#1`, tradeId: `trade:${id}#1` })),
  });
  expect(Object.keys(valuesOf(await read('lessons', { words: 'wide spread' }, sources)))).toEqual(
    ['situation', 'observation', 'advice', 'rMultiple'].map((part) => `lesson:reflection/2#1/${part}`),
  );
});
