import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { assert } from '#shared/base/assert.ts';
import { parseHostOptions, type HostOptions } from './host-options.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

function optionsOf(...words: readonly string[]): HostOptions {
  const options = parseHostOptions('ats-test', words);
  assert(options.ok, () => JSON.stringify(options));
  return options.value;
}

test('without a flag nothing is said but the folder, and the system chooses the port', () => {
  vi.stubEnv('ATS_DATA', path.resolve('from the environment'));
  expect(optionsOf()).toEqual({
    folder: path.resolve('from the environment'),
    port: 0,
    launchesTerminal: true,
    staysReducing: false,
    settings: {
      terminal: undefined,
      symbol: undefined,
      clockRule: undefined,
      profile: undefined,
      simulation: { seed: undefined, speed: undefined, history: undefined, historyClock: undefined },
    },
  });
});

test('every flag is taken to its place', () => {
  vi.stubEnv('ATS_DATA', 'outranked');
  const words = [
    ...['--data', 'cockpit', '--port', '4173', '--terminal', 'mt5', '--symbol', 'EURUSD', '--clock', 'eet'],
    ...['--timeframe', 'M15', '--seed', '11', '--speed', '0.5', '--history', 'minutes.csv', '--history-clock', 'utc+2'],
    ...['--no-launch-terminal', '--reducing', '--profile', 'Broker demo'],
  ];
  expect(optionsOf(...words)).toEqual({
    folder: path.resolve('cockpit'),
    port: 4173,
    launchesTerminal: false,
    staysReducing: true,
    settings: {
      terminal: 'mt5',
      symbol: 'EURUSD',
      clockRule: 'eet',
      profile: 'Broker demo',
      scenarioB: { timeframe: 'M15' },
      simulation: { seed: 11, speed: 0.5, history: 'minutes.csv', historyClock: 'utc+2' },
    },
  });
});

test.each([
  [['--port', '65536'], '0 to 65535'],
  [['--port', '-1'], '0 to 65535'],
  [['--port', '80.5'], '0 to 65535'],
  [['--port', ''], '0 to 65535'],
  [['--terminal', 'mt4'], 'simulated, mt5'],
  [['--timeframe', 'M7'], 'M15'],
  [['--data', ' '], 'Name a folder'],
  [['--symbol'], '--symbol'],
  [['--loud'], '--loud'],
  [['cockpit'], 'cockpit'],
])('%j is refused in a sentence, and the process goes on', (words, sentence) => {
  const written = vi.spyOn(process.stderr, 'write');
  expect(parseHostOptions('ats-test', words)).toMatchObject({
    error: { code: 'REQUEST_INVALID', message: expect.stringContaining(sentence) as string },
  });
  expect(written).not.toHaveBeenCalled();
});
