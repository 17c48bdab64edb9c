import path from 'node:path';
import { expect, test } from 'vitest';
import { assert } from '#shared/base/assert.ts';
import type { Launcher } from '#main/ports/launcher.ts';
import { dataFolderAt } from '#main/stores/data-folder/data-folder.ts';
import { createManualClock } from '#main/testkit/manual-clock.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { settingsSchema, type SettingsWish } from './settings.ts';
import { SimulatedTerminalKeeper } from './simulated-terminal-keeper.ts';

function keep(wish: SettingsWish = {}) {
  const clock = createManualClock();
  const launched: Parameters<Launcher['launch']>[0][] = [];
  const ended: number[] = [];
  const exits: ((code: number | null) => void)[] = [];
  const keeper = new SimulatedTerminalKeeper({
    folder: dataFolderAt('cockpit'),
    settings: settingsSchema.parse(wish),
    token: 'v1.SECRET',
    launcher: {
      launch: (spec) => {
        const pid = launched.push(spec);
        return {
          pid,
          onExit: (listener) => void exits.push(listener),
          [Symbol.dispose]: () => void ended.push(pid),
        };
      },
    },
    timers: clock.timers,
    logger: createRecordingLogger().logger,
  });
  const die = (): void => {
    const exit = exits.at(-1);
    assert(exit !== undefined, 'a child runs');
    exit(9);
  };
  return { clock, launched, ended, keeper, die };
}

test('tells the terminal all that the settings say of it, and its secret apart', () => {
  const { launched } = keep({
    symbol: 'EURUSD',
    clockRule: 'eet',
    simulation: { seed: 11, speed: 600, history: 'minutes.csv', historyClock: 'utc+2' },
  });
  const folder = path.join('cockpit', 'simulated-terminal');
  expect(launched).toEqual([
    {
      entry: 'simulatedTerminal',
      arguments: [
        ...['--data', folder, '--symbol', 'EURUSD', '--clock', 'eet', '--seed', '12', '--speed', '600'],
        ...['--history-days', '60', '--history', 'minutes.csv', '--history-clock', 'utc+2:00'],
      ],
      secrets: { ATS_PAIRING_TOKEN: 'v1.SECRET' },
    },
  ]);
});

test('lists what is watched and known to the simulation, each with a seed of its own, and what is wished for', () => {
  const { launched } = keep({
    symbols: ['XAUUSD', 'US100', 'ZINC'],
    simulation: {
      seed: 7,
      symbols: [
        { symbol: 'US100', history: 'us100.csv' },
        { symbol: 'GOLD', like: 'XAUUSD' },
      ],
    },
    symbol: 'EURUSD',
  });
  const words = launched[0]?.arguments ?? [];
  const wishes = words.filter((_, index) => words[index - 1] === '--also').map((text) => JSON.parse(text) as unknown);
  const usual = { like: null, formerly: null, history: null, historyClock: 'utc', terms: {} };
  expect(words[words.indexOf('--seed') + 1]).toBe('8');
  expect(wishes).toEqual([
    { ...usual, symbol: 'US100', history: 'us100.csv', seed: 9 },
    { ...usual, symbol: 'GOLD', like: 'XAUUSD', seed: 7 },
    { ...usual, symbol: 'XAUUSD', seed: 7 },
  ]);
});

test('a seeded market has no history to tell of', () => {
  expect(keep().launched[0]?.arguments).not.toContain('--history');
});

test('a terminal that dies is started again, later each time and at most after half a minute', () => {
  const { clock, launched, keeper, die } = keep();
  for (const delayMs of [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) {
    const before = launched.length;
    die();
    expect(keeper.pid).toBeNull();
    clock.advance(delayMs - 1);
    expect(launched).toHaveLength(before);
    clock.advance(1);
    expect(launched).toHaveLength(before + 1);
    expect(keeper.pid).toBe(before + 1);
  }
});

test('what is let go ends its terminal and starts no other', () => {
  const { clock, launched, ended, keeper, die } = keep();
  keeper[Symbol.dispose]();
  expect(ended).toEqual([1]);
  die();
  expect(clock.pendingTimers()).toBe(0);
  expect(launched).toHaveLength(1);
});

test('what is let go between two terminals starts no other', () => {
  const { clock, launched, keeper, die } = keep();
  die();
  keeper[Symbol.dispose]();
  clock.advance(60_000);
  expect(launched).toHaveLength(1);
});

test('starts a terminal that was well for a minute again at once, however often it died before', () => {
  const { clock, launched, die } = keep();
  die();
  clock.advance(500);
  die();
  clock.advance(1_000);
  expect(launched).toHaveLength(3);
  clock.advance(60_000);
  die();
  clock.advance(500);
  expect(launched).toHaveLength(4);
});
