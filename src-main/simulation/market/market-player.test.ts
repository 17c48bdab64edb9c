import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createManualClock } from '#main/testkit/manual-clock.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { sampleGold, sampleInstrument } from '#main/testkit/sample-instrument.ts';
import { assert } from '#shared/base/assert.ts';
import type { Bar } from '#shared/market/bar.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import { points } from '#shared/units/points.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { SimulatedBroker } from '../broker/simulated-broker.ts';
import { readMarketProgress } from '../store/market-progress.ts';
import { openTerminalDb, type TerminalDb } from '../store/open-terminal-db.ts';
import { readReplaySettings } from '../store/replay-settings.ts';
import { createTerminalIdentity } from '../store/terminal-identity.ts';
import { MarketPlayer, type PlayedBatch } from './market-player.ts';
import { minuteMs } from './market-source.ts';
import { replaySource } from './replay-source.ts';

const account = { server: 'ATS-Simulated', login: '1', tradeMode: 'simulated' } as const;
const recorded = sampleBars({ count: 5 });
const startUtcMs = utcMs(recorded[0]?.openTimeUtcMs ?? 0);

const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0).reverse()) cleanUp();
});

function openDb(speed: number): TerminalDb {
  const folder = mkdtempSync(join(tmpdir(), 'ats-player-'));
  const db = openTerminalDb(folder);
  assert(db.ok, 'the file opens');
  const markets = new Map([
    ['XAUUSD', 'test'],
    ['EURUSD', 'test'],
  ]);
  createTerminalIdentity(db.value, { account, markets, startUtcMs }, { balance: 25_000, speed });
  cleanUps.push(() => {
    db.value.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return db.value;
}

interface Played {
  readonly player: MarketPlayer;
  readonly advance: (ms: number) => void;
  /** Milliseconds since the start at which each quote passed; closes are told as the string. */
  readonly told: (number | 'close')[];
  readonly batches: readonly PlayedBatch[];
  readonly db: TerminalDb;
  readonly pendingTimers: () => number;
}

const euro = sampleInstrument({ symbol: 'EURUSD' });

function play({
  speed,
  bars = recorded,
  euros,
}: {
  readonly speed: number;
  readonly bars?: readonly Bar[];
  /** Of a second market; by default there is none. */
  readonly euros?: readonly Bar[];
}): Played {
  const db = openDb(speed);
  const clock = createManualClock();
  const told: (number | 'close')[] = [];
  const batches: PlayedBatch[] = [];
  const listed = [
    { instrument: sampleGold, bars },
    ...(euros === undefined ? [] : [{ instrument: euro, bars: euros }]),
  ];
  const markets = listed.map(({ instrument, bars }) => ({
    instrument,
    source: replaySource({ name: 'test', bars, instrument, spreadPointsDefault: points(20) }),
  }));
  const player: MarketPlayer = new MarketPlayer({
    markets,
    broker: new SimulatedBroker({
      ...{ db, instruments: markets.map(({ instrument }) => instrument), timers: clock.timers },
      clock: brokerClock('ny+7'),
      nowUtcMs: () => player.nowUtcMs,
      onWorked: () => undefined,
    }),
    progress: readMarketProgress(db),
    settings: readReplaySettings(db),
    monotonicClock: clock.monotonic,
    timers: clock.timers,
    onPlayed: (batch: PlayedBatch) => {
      batches.push(batch);
      told.push(...batch.quotes.map((quote) => quote.occurredAtUtcMs - startUtcMs));
      if (batch.closedBars !== null) told.push('close');
    },
    onEnded: () => undefined,
  });
  return { player, advance: clock.advance, told, batches, db, pendingTimers: clock.pendingTimers };
}

test('at speed 1 quotes come when they are due, and the minute closes after its last', () => {
  const { player, advance, told } = play({ speed: 1 });
  player.proceed();
  advance(100);
  expect(told).toEqual([0]);
  advance(14_899);
  expect(told).toEqual([0]);
  advance(1);
  expect(told).toEqual([0, 15_000]);
  advance(45_000);
  expect(told).toEqual([0, 15_000, 45_000, 59_999, 'close']);
  expect(player.nowUtcMs).toBe(startUtcMs + minuteMs);
});

test('after a close nothing is played, and the market stands still, until it is told to proceed', () => {
  const { player, advance, told, pendingTimers } = play({ speed: 60 });
  player.proceed();
  advance(1000);
  expect(told.at(-1)).toBe('close');
  const length = told.length;
  advance(60_000);
  expect({ length: told.length, now: player.nowUtcMs, timers: pendingTimers() }).toEqual({
    length,
    now: startUtcMs + minuteMs,
    timers: 0,
  });
  player.proceed();
  advance(1000);
  expect(told.filter((it) => it === 'close').length).toBe(2);
});

test('at speed 60 a minute takes a second, whatever was gathered into batches', () => {
  const { player, advance, told } = play({ speed: 60 });
  player.proceed();
  advance(999);
  expect(told).not.toContain('close');
  advance(1);
  expect(told).toEqual([0, 15_000, 45_000, 59_999, 'close']);
});

test('faster than a timer can measure, each proceed plays its whole minute at once', () => {
  const { player, told, pendingTimers } = play({ speed: 1_000_000 });
  for (let minute = 0; minute < 5; minute++) player.proceed();
  expect(told.filter((it) => it === 'close').length).toBe(5);
  player.proceed();
  expect({ told: told.length, timers: pendingTimers() }).toEqual({ told: 25, timers: 0 });
});

test('held in the middle of a minute its time stands still, and goes on from there', () => {
  const { player, advance, told } = play({ speed: 10 });
  player.proceed();
  advance(2000);
  player.hold('trader');
  advance(60_000);
  expect({ told, now: player.nowUtcMs }).toEqual({ told: [0, 15_000], now: startUtcMs + 20_000 });
  player.release('trader');
  advance(2500);
  expect(told).toEqual([0, 15_000, 45_000]);
});

test('a change of speed does not jump', () => {
  const { player, advance } = play({ speed: 10 });
  player.proceed();
  advance(1000);
  player.setSpeed(1);
  expect(player.nowUtcMs).toBe(startUtcMs + 10_000);
  advance(1000);
  expect(player.nowUtcMs).toBe(startUtcMs + 11_000);
});

test('closed hours are skipped at once', () => {
  const [first, ...others] = recorded;
  const later = others.map((bar) => ({ ...bar, openTimeUtcMs: utcMs(bar.openTimeUtcMs + 48 * 60 * minuteMs) }));
  const { player, advance, told } = play({ speed: 60, bars: first === undefined ? later : [first, ...later] });
  player.proceed();
  advance(1000);
  player.proceed();
  expect(player.nowUtcMs).toBe(later[0]?.openTimeUtcMs);
  advance(1000);
  expect(told.filter((it) => it === 'close').length).toBe(2);
});

test('what was told was committed before', () => {
  const { player, advance, told, db } = play({ speed: 60 });
  player.proceed();
  advance(500);
  const { quotesPassed, quotes, minuteUtcMs } = readMarketProgress(db);
  expect({ quotesPassed, minuteUtcMs, last: (quotes.get('XAUUSD')?.occurredAtUtcMs ?? 0) - startUtcMs }).toEqual({
    quotesPassed: told.length,
    minuteUtcMs: startUtcMs,
    last: told.at(-1),
  });
});

test('a stopped player leaves no timer behind', () => {
  const { player, advance, pendingTimers } = play({ speed: 1 });
  player.proceed();
  advance(10);
  player[Symbol.dispose]();
  expect(pendingTimers()).toBe(0);
});

test('two symbols pass by one clock, their quotes in the order of time, each with its own bars', () => {
  const euros = recorded.slice(1).map((bar) => ({ ...bar, tickVolume: 2 }));
  const { player, batches, db } = play({ speed: 1_000_000, euros });
  for (let minute = 0; minute < 3; minute++) player.proceed();
  const times = batches.flatMap(({ quotes }) => quotes.map(({ occurredAtUtcMs }) => occurredAtUtcMs));
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(batches.map(({ closedBars }) => [...(closedBars ?? [])].map(([symbol]) => symbol))).toEqual([
    ['XAUUSD'],
    ['XAUUSD', 'EURUSD'],
    ['XAUUSD', 'EURUSD'],
  ]);
  expect(batches[1]?.closedBars?.get('EURUSD')).toEqual(euros[0]);
  expect(new Map(readMarketProgress(db).quotes)).toEqual(
    new Map(batches[2]?.quotes.map((quote) => [quote.symbol, quote])),
  );
});

test('each symbol is asked where it stands itself, in the middle of a minute of both', () => {
  const { player, advance, batches } = play({ speed: 1, euros: recorded });
  player.proceed();
  advance(15_000);
  const passed = batches.flatMap(({ quotes }) => quotes);
  const ofGold = passed.filter(({ symbol }) => symbol === 'XAUUSD');
  expect(player.positionOf('XAUUSD')).toEqual({
    minuteUtcMs: startUtcMs,
    quotesPassed: ofGold.length,
    quote: ofGold.at(-1),
  });
  expect(player.positionOf('EURUSD').quotesPassed).toBe(passed.length - ofGold.length);
  expect(passed.length).toBe(4);
});
