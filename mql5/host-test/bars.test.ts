import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import type { WireBar } from '#main/protocol/bar-codec.ts';
import { firstBarsDays } from '#main/protocol/first-bars.ts';
import { serverMs } from '#main/protocol/server-ms.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import { build, buildPatienceMs, patience, Stage, suiteName, whyNot } from './market/stage.ts';
import type { ScriptedBar } from './terminal/market.ts';
import { timeframe as frame } from './terminal/mql5-values.ts';
import { xauusd } from './terminal/scripted-symbol.ts';

const symbol = 'XAUUSD';
const start = Date.UTC(2024, 0, 2, 1) / 1000;
const secondsOf = { M1: 60, H1: 3600, D1: 86_400 } as const;
const numberOf = { M1: frame.PERIOD_M1, H1: frame.PERIOD_H1, D1: frame.PERIOD_D1 } as const;

/** Every seventh bar is missing, as in a market that sleeps. */
const sampleBar = (timeframe: keyof typeof secondsOf, index: number): ScriptedBar => ({
  openSecond: start + (index + Math.floor(index / 6)) * secondsOf[timeframe],
  open: 2000 + index,
  high: 2002.5 + index,
  low: 1999.25 + index,
  close: 2001 + index,
  tickVolume: 10 + index,
  spread: index % 40,
});

/** The last of them is forming. */
const sampleBars = (timeframe: keyof typeof secondsOf, count: number): ScriptedBar[] =>
  Array.from({ length: count }, (_, index) => sampleBar(timeframe, index));

const asTold = ({ openSecond, open, high, low, close, tickVolume, spread }: ScriptedBar): WireBar => ({
  openStampMs: serverMs(openSecond * 1000),
  ...{ open, high, low, close, tickVolume },
  spreadPoints: spread ?? null,
});

const openStage = (bars: readonly ScriptedBar[], timeframes: readonly Timeframe[] = ['M1']): Promise<Stage> =>
  Stage.open({
    wanted: [{ symbol, timeframes }],
    terminal: { symbols: [xauusd] },
    prepare: ({ market }) => {
      market.addHistory(symbol, [{ stampMs: start * 1000, bid: 2000, ask: 2000.2 }]);
      market.setBars(symbol, frame.PERIOD_M1, bars);
    },
  });

beforeAll(() => build('AtsBridge'), buildPatienceMs);

describe.skipIf(whyNot !== null)(suiteName('live bars'), () => {
  test('of a symbol that is new to the cockpit are all that the terminal holds, the last one forming', async () => {
    const bars = sampleBars('M1', 3000);
    await using stage = await openStage(bars);
    await expect.poll(() => stage.cockpit.bars(symbol, 'M1').closed.length, patience).toBe(2999);
    expect(stage.cockpit.bars(symbol, 'M1').closed).toEqual(bars.slice(0, -1).map(asTold));
    expect(stage.cockpit.bars(symbol, 'M1').forming).toEqual(asTold(sampleBar('M1', 2999)));
  });

  test('of a symbol that is new to the cockpit reach back fourteen whole days, however much the terminal holds', async () => {
    const hours = sampleBars('H1', 3000);
    const newest = sampleBar('H1', 2999).openSecond;
    const from = newest - (newest % secondsOf.D1) - firstBarsDays * secondsOf.D1;
    await using stage = await openStage([], ['H1']);
    stage.terminal.market.setBars(symbol, frame.PERIOD_H1, hours);
    const wanted = hours.filter(({ openSecond }) => openSecond >= from);
    expect(wanted.length).toBeLessThan(340);
    const replica = () => stage.cockpit.bars(symbol, 'H1');
    await expect.poll(() => replica().closed.length, patience).toBe(wanted.length - 1);
    expect(replica().closed).toEqual(wanted.slice(0, -1).map(asTold));
  });

  test('go on from the last closed one inclusive, in the session and in the next', async () => {
    const bars = sampleBars('M1', 200);
    await using stage = await openStage(bars.slice(0, 100));
    const replica = () => stage.cockpit.bars(symbol, 'M1');
    await expect.poll(() => replica().closed.length, patience).toBe(99);
    stage.terminal.market.setBars(symbol, frame.PERIOD_M1, bars.slice(100, 101));
    await expect.poll(() => replica().closed.length, patience).toBe(100);
    expect(replica().firsts).toEqual([0, 98].map((index) => (bars[index]?.openSecond ?? 0) * 1000));
    stage.cockpit.cut();
    stage.terminal.market.setBars(symbol, frame.PERIOD_M1, bars.slice(101));
    await expect.poll(() => replica().closed.length, patience).toBe(199);
    expect(replica().firsts.at(-1)).toBe((bars[99]?.openSecond ?? 0) * 1000);
    expect(replica().closed).toEqual(bars.slice(0, -1).map(asTold));
  });

  test('bring what the broker has changed of the last closed one', async () => {
    const bars = sampleBars('M1', 20);
    await using stage = await openStage(bars.slice(0, 19));
    const replica = () => stage.cockpit.bars(symbol, 'M1');
    await expect.poll(() => replica().closed.length, patience).toBe(17 + 1);
    const changed = { ...sampleBar('M1', 17), close: 1990, low: 1989 };
    stage.terminal.market.setBars(symbol, frame.PERIOD_M1, [changed, ...bars.slice(19)]);
    await expect.poll(() => replica().closed.at(-2), patience).toEqual(asTold(changed));
  });

  test('that form are told once a second at most, and only when they have changed', async () => {
    const bars = sampleBars('M1', 5);
    await using stage = await openStage(bars);
    const replica = () => stage.cockpit.bars(symbol, 'M1');
    await expect.poll(() => replica().forming?.close, patience).toBe(bars[4]?.close);
    const seen = new Set<number | null>();
    for (let step = 1; step <= 60; step++) {
      const forming = { ...sampleBar('M1', 4), close: 2100 + step, high: 2200, tickVolume: 1000 + step };
      stage.terminal.market.setBars(symbol, frame.PERIOD_M1, [forming]);
      await sleep(25);
      seen.add(replica().forming?.tickVolume ?? null);
    }
    await expect.poll(() => replica().forming?.tickVolume, patience).toBe(1060);
    expect(seen.size).toBeLessThanOrEqual(4);
    expect(replica().closed.length).toBe(4);
  });

  test('of several timeframes come side by side', async () => {
    await using stage = await Stage.open({
      wanted: [{ symbol, timeframes: ['M1', 'H1', 'D1'] }],
      terminal: { symbols: [xauusd] },
      prepare: ({ market }) => {
        market.addHistory(symbol, [{ stampMs: start * 1000, bid: 2000, ask: 2000.2 }]);
        for (const timeframe of ['M1', 'H1', 'D1'] as const)
          market.setBars(symbol, numberOf[timeframe], sampleBars(timeframe, 12));
      },
    });
    for (const timeframe of ['M1', 'H1', 'D1'] as const) {
      await expect.poll(() => stage.cockpit.bars(symbol, timeframe).closed.length, patience).toBe(11);
      expect(stage.cockpit.bars(symbol, timeframe).closed).toEqual(sampleBars(timeframe, 11).map(asTold));
    }
  });

  test.each([
    ['the history is not synchronized', { fault: 'notSynchronized', times: 6 }],
    ['the terminal cannot read them', { fault: 'copyRatesError', times: 6, argument: 4401 }],
  ] as const)('are asked for again while %s', async (_what, fault) => {
    const bars = sampleBars('M1', 40);
    await using stage = await Stage.open({
      wanted: [{ symbol, timeframes: ['M1'] }],
      terminal: { symbols: [xauusd] },
      setup: { faults: [fault] },
      prepare: ({ market }) => {
        market.addHistory(symbol, [{ stampMs: start * 1000, bid: 2000, ask: 2000.2 }]);
        market.setBars(symbol, frame.PERIOD_M1, bars);
      },
    });
    await expect.poll(() => stage.cockpit.bars(symbol, 'M1').closed.length, patience).toBe(39);
  });
});
