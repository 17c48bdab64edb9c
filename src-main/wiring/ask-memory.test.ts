import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assert, assertDefined } from '#shared/base/assert.ts';
import { fault } from '#shared/base/fault.ts';
import {
  similarStatesWishSchema,
  similarTextsWishSchema,
  similarTradesWishSchema,
  type SimilarStates,
} from '#shared/contract/memory.ts';
import { terminalSource, type BarSeries } from '#shared/market/bar-series.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { sampleEventChain, sampleSimilarStates } from '#main/testkit/scripted-memory.ts';
import { askMemory } from './ask-memory.ts';
import { rememberAll, storeBars } from './remembering-folder.suite.ts';
import { whileScriptedEngineRuns } from './scripted-engine.suite.ts';
import { temporaryDataFolder, type TemporaryFolder } from './while-cockpit-runs.suite.ts';

const hourMs = 3_600_000;
const series: BarSeries = { symbol: 'XAUUSD', timeframe: 'H1', source: terminalSource, anchor: 'hour' };
const bars = sampleBars({ count: 700, seed: 4, timeframe: 'H1' });
const openingOf = (index: number) => assertDefined(bars[index], 'a bar').openTimeUtcMs;

const momentOf = (index: number) =>
  ({ kind: 'moment', symbol: 'XAUUSD', timeframe: 'H1', atUtcMs: utcMs(openingOf(index) + hourMs) }) as const;

const statesWish = (wish: object) => similarStatesWishSchema.parse(wish);

describe('while an engine runs', () => {
  test('it is asked, and what it refuses is the answer', async () => {
    using folder = temporaryDataFolder();
    await whileScriptedEngineRuns(folder, async (_, memory) => {
      const wish = statesWish({ state: momentOf(300) });
      const texts = similarTextsWishSchema.parse({ text: 'news' });
      const trades = similarTradesWishSchema.parse({ state: momentOf(300) });
      const all = { asOfUtcMs: null, symbol: null, scenario: null };
      expect(await askMemory(folder.path, (it) => it.similarStates(wish))).toEqual({
        ok: true,
        value: sampleSimilarStates(),
      });
      expect(await askMemory(folder.path, (it) => it.eventChain('trade:88#1'))).toEqual({
        ok: true,
        value: sampleEventChain(),
      });
      await askMemory(folder.path, (it) => it.similarTrades(trades));
      await askMemory(folder.path, (it) => it.similarTexts(texts));
      await askMemory(folder.path, (it) => it.path({ from: 'deal:1', to: 'deal:2' }));
      await askMemory(folder.path, (it) => it.tradesByRegime(all));
      expect(memory.asked).toEqual([
        { name: 'similarStates', wish },
        { name: 'eventChain', wish: 'trade:88#1' },
        { name: 'similarTrades', wish: trades },
        { name: 'similarTexts', wish: texts },
        { name: 'path', wish: { from: 'deal:1', to: 'deal:2' } },
        { name: 'tradesByRegime', wish: all },
      ]);
      const unknown = fault('RECORD_UNKNOWN', 'no such record');
      memory.refuse(unknown);
      expect(await askMemory(folder.path, (it) => it.eventChain('deal:9'))).toEqual({ ok: false, error: unknown });
    });
  });
});

describe('at rest', () => {
  let folder: TemporaryFolder;

  beforeAll(async () => {
    folder = temporaryDataFolder();
    storeBars(folder.path, series, bars);
    await rememberAll(folder.path);
  });

  afterAll(() => {
    folder[Symbol.dispose]();
  });

  const similar = async (at: TemporaryFolder, wish: object): Promise<SimilarStates> => {
    const answer = await askMemory(at.path, (memory) => memory.similarStates(statesWish(wish)));
    assert(answer.ok, () => `an answer was expected: ${answer.ok ? '' : answer.error.message}`);
    return answer.value;
  };

  test('the stores answer, by the exact scan, as of the newest bar, and nothing is written', async () => {
    const file = path.join(folder.path, 'market.db');
    const before = readFileSync(file);
    const answer = await similar(folder, { state: momentOf(500), k: 5 });
    expect(answer).toMatchObject({ adapter: 'exact', asOfUtcMs: openingOf(699) + hourMs });
    expect(answer.asked).toMatchObject({ openTimeUtcMs: openingOf(500), close: bars[500]?.close });
    expect(answer.neighbours).toHaveLength(5);
    for (const { moment, followed } of answer.neighbours) {
      const index = bars.findIndex(({ openTimeUtcMs }) => openTimeUtcMs === moment.openTimeUtcMs);
      expect(moment.close).toBe(bars[index]?.close);
      const known = followed.filter(({ moved }) => moved !== null).map(({ bars: count }) => count);
      expect(known).toEqual([1, 4, 12, 24, 96].filter((count) => index + count < bars.length));
      const rose = assertDefined(followed[0]?.moved, 'what followed').closeAtr > 0;
      expect(rose).toBe(Number(bars[index + 1]?.close) > Number(bars[index]?.close));
    }
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test('nothing later than the moment as of which is asked is in the answer, and what came later changes nothing', async () => {
    using young = temporaryDataFolder();
    const newest = 560;
    storeBars(young.path, series, bars.slice(0, newest + 1));
    await rememberAll(young.path);
    const moment = fc.integer({ min: 230, max: newest });
    await fc.assert(
      fc.asyncProperty(moment, moment, fc.integer({ min: 0, max: 40 }), async (at, asOf, barsApart) => {
        const asOfUtcMs = openingOf(asOf) + hourMs;
        const wish = { state: momentOf(at), asOfUtcMs, barsApart };
        const answer = await similar(folder, wish);
        const known = answer.neighbours.flatMap(({ moment: { knownAtUtcMs }, followed }) => [
          knownAtUtcMs,
          ...followed.map(({ moved }) => moved?.knownAtUtcMs ?? 0),
        ]);
        expect(Math.max(0, answer.asked?.knownAtUtcMs ?? 0, ...known)).toBeLessThanOrEqual(asOfUtcMs);
        expect(await similar(young, wish)).toEqual(answer);
      }),
      { numRuns: 25 },
    );
  });

  test('what is not known is refused in the words of the search', async () => {
    const codeOf = async (wish: object) => {
      const answer = await askMemory(folder.path, (memory) => memory.similarStates(statesWish(wish)));
      return answer.ok ? null : answer.error.code;
    };
    expect(await codeOf({ state: momentOf(100) })).toBe('STATE_UNKNOWN');
    expect(await codeOf({ state: { kind: 'vector', version: 99, timeframe: 'H1', vector: [0] } })).toBe(
      'STATE_VERSION',
    );
    expect(await askMemory(folder.path, (memory) => memory.eventChain('deal:9'))).toMatchObject({
      error: { code: 'RECORD_UNKNOWN' },
    });
    const texts = await askMemory(folder.path, (memory) =>
      memory.similarTexts(similarTextsWishSchema.parse({ text: 'news ahead' })),
    );
    expect(texts).toMatchObject({ value: { method: 'local-1', neighbours: [] } });
    const trades = await askMemory(folder.path, (memory) =>
      memory.similarTrades(similarTradesWishSchema.parse({ state: momentOf(500) })),
    );
    expect(trades).toMatchObject({ value: { neighbours: [] } });
  });

  test('a folder in which nothing was ever stored stays as it is', async () => {
    using empty = temporaryDataFolder();
    const answer = await askMemory(empty.path, (memory) => memory.eventChain('deal:1'));
    expect(answer).toMatchObject({ error: { code: 'ENGINE_NOT_RUNNING', facts: { folder: empty.path } } });
    expect(existsSync(empty.path)).toBe(false);
  });
});
