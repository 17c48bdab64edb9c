import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { assert } from '#shared/base/assert.ts';
import { readSettings } from './read-settings.ts';
import { watchedSymbols, type Settings, type SettingsWish } from './settings.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ats-settings-'));
  file = path.join(folder, 'settings.json');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

interface Said {
  readonly file?: SettingsWish;
  readonly environment?: SettingsWish;
  readonly flags?: SettingsWish;
}

function read(said: Said) {
  if (said.file !== undefined) writeFileSync(file, JSON.stringify(said.file));
  const environment = said.environment === undefined ? {} : { ATS_SETTINGS: JSON.stringify(said.environment) };
  return readSettings({ folder, environment, flags: said.flags ?? {} });
}

function settingsOf(said: Said): Settings {
  const settings = read(said);
  assert(settings.ok, () => JSON.stringify(settings));
  return settings.value;
}

test('without a word the seeded market is watched by the minute', () => {
  expect(settingsOf({})).toMatchObject({
    version: 1,
    terminal: 'simulated',
    symbol: 'XAUUSD',
    clockRule: 'ny+7',
    scenarioB: { timeframe: 'M5', riskRatio: 0.01 },
    limits: { positionsMax: 3 },
    holdsReplayForTickets: true,
    simulation: { seed: 7, speed: 300, history: null, historyClock: 'utc' },
  });
});

test('what is watched is the traded symbol first and each other one once', () => {
  const settings = settingsOf({ file: { symbol: 'EURUSD', symbols: ['XAUUSD', 'EURUSD', 'US100', 'XAUUSD'] } });
  expect(watchedSymbols(settings)).toEqual(['EURUSD', 'XAUUSD', 'US100']);
});

test('a real terminal is decided on by H4, whoever names it', () => {
  const mt5 = { terminal: 'mt5' } as const;
  for (const said of [{ file: mt5 }, { environment: mt5 }, { flags: mt5 }]) {
    expect(settingsOf(said)).toMatchObject({ terminal: 'mt5', scenarioB: { timeframe: 'H4' } });
  }
  expect(settingsOf({ file: mt5, flags: { terminal: 'simulated' } }).scenarioB.timeframe).toBe('M5');
});

test('a timeframe that is named holds for either terminal', () => {
  const said = { file: { scenarioB: { timeframe: 'M15' } } } as const;
  expect(settingsOf(said).scenarioB.timeframe).toBe('M15');
  expect(settingsOf({ ...said, flags: { terminal: 'mt5' } }).scenarioB.timeframe).toBe('M15');
});

test('a flag outranks the environment, which outranks the file, which outranks the default', () => {
  const said = { file: { symbol: 'EURUSD' }, environment: { symbol: 'GBPUSD' }, flags: { symbol: 'USDJPY' } };
  expect(settingsOf(said).symbol).toBe('USDJPY');
  expect(settingsOf({ file: said.file, environment: said.environment }).symbol).toBe('GBPUSD');
  expect(settingsOf({ file: said.file }).symbol).toBe('EURUSD');
});

test('each place changes the members that it names and no others', () => {
  const settings = settingsOf({
    file: { limits: { positionsMax: 5, driftRMax: 0.3 }, simulation: { seed: 11 } },
    environment: { limits: { positionsMax: 2 }, simulation: { speed: 600 } },
    flags: { symbol: undefined, simulation: { seed: undefined, history: 'minutes.csv' } },
  });
  expect(settings).toMatchObject({
    symbol: 'XAUUSD',
    limits: { positionsMax: 2, driftRMax: 0.3, openRiskRatioMax: 0.05 },
    simulation: { seed: 11, speed: 600, history: 'minutes.csv' },
  });
});

test('an upper place can take back what a lower one named', () => {
  const said = { file: { simulation: { history: 'minutes.csv' } }, environment: { simulation: { history: null } } };
  expect(settingsOf(said).simulation.history).toBeNull();
});

test('a clock rule is kept in its one spelling', () => {
  const settings = settingsOf({ file: { clockRule: ' UTC+2 ' }, flags: { simulation: { historyClock: 'NY+7' } } });
  expect(settings).toMatchObject({ clockRule: 'utc+2:00', simulation: { historyClock: 'ny+7' } });
});

const profiles: SettingsWish['profiles'] = {
  'Broker demo': { clockRule: 'EET', tradeMode: 'demo', server: 'Broker-Demo' },
  'Broker real': { clockRule: 'utc+3', tradeMode: 'real', server: 'Broker-Real', login: '12345' },
};

test('profiles are kept by name, and one of them can be chosen above them', () => {
  const said = { file: { profiles }, environment: { profile: 'Broker real' } };
  expect(settingsOf(said)).toMatchObject({
    profile: 'Broker real',
    profiles: {
      'Broker demo': { clockRule: 'eet', tradeMode: 'demo', server: 'Broker-Demo', login: null },
      'Broker real': { clockRule: 'utc+3:00', tradeMode: 'real', server: 'Broker-Real', login: '12345' },
    },
  });
  expect(settingsOf({ ...said, flags: { profile: 'Broker demo' } }).profile).toBe('Broker demo');
});

test('the adviser is bound to nothing beyond its own caps by default', () => {
  const none = { maxVolume: null, maxPositions: null, maxTradesPerDay: null };
  expect(settingsOf({}).adviserLimits).toEqual({ ...none, maxSpreadPoints: null, maxDailyLossRatio: null });
  const { adviserLimits } = settingsOf({ file: { adviserLimits: { maxVolume: 0.5 } } });
  expect(adviserLimits).toMatchObject({ maxVolume: 0.5, maxPositions: null });
});

test.each([
  ['no JSON', '{"symbol": "XAUUSD"', /not JSON/],
  ['an empty text', '', /not JSON/],
  ['a list', '[]', /not a JSON object/],
  ['nothing', 'null', /not a JSON object/],
  ['a bare word', '"XAUUSD"', /not a JSON object/],
  ['an unknown member', '{"symbl": "XAUUSD"}', /symbl/],
  ['an unknown limit', '{"limits": {"positionMax": 1}}', /positionMax/],
  ['an unknown parameter of the scenario', '{"scenarioB": {"risk": 0.001}}', /risk/],
  ['an unknown word of the simulation', '{"simulation": {"sped": 1}}', /sped/],
  ['a wrong type', '{"limits": {"positionsMax": "3"}}', /limits\.positionsMax/],
  ['a value out of range', '{"limits": {"positionsMax": 0}}', /limits\.positionsMax/],
  ['a value in the place of an object', '{"limits": 3}', /limits/],
  ['a clock that is none', '{"clockRule": "mars"}', /"mars" is not a clock rule/],
  ['a profile that is none', '{"profile": "Broker demo"}', /profile: no profile of that name/],
  ['a profile named as an object’s own words', '{"profile": "constructor"}', /profile: no profile of that name/],
  ['a profile without its clock', '{"profiles": {"a": {"tradeMode": "demo"}}}', /profiles\.a\.clockRule/],
  [
    'a login that is no number',
    '{"profiles": {"a": {"clockRule": "eet", "tradeMode": "demo", "login": "me"}}}',
    /login/,
  ],
  ['a cap of nothing', '{"adviserLimits": {"maxVolume": 0}}', /adviserLimits\.maxVolume/],
  ['another version', '{"version": 2}', /version/],
])('%s is refused with the name of its place', (_, text, why) => {
  writeFileSync(file, text);
  const inFile = readSettings({ folder, environment: {}, flags: {} });
  expect(inFile).toMatchObject({ error: { code: 'SETTINGS_INVALID', facts: { source: file } } });
  expect(inFile).toMatchObject({ error: { message: expect.stringMatching(why) as string } });
  rmSync(file);
  const inEnvironment = readSettings({ folder, environment: { ATS_SETTINGS: text }, flags: {} });
  expect(inEnvironment).toMatchObject({ error: { code: 'SETTINGS_INVALID', facts: { source: 'ATS_SETTINGS' } } });
});

test('the place that is wrong is named, not one above or below it', () => {
  const right = { symbol: 'EURUSD' };
  const wrong = { simulation: { speed: Number.NaN } };
  const sourceOf = (said: Said): unknown => {
    const settings = read(said);
    return settings.ok ? null : settings.error.facts.source;
  };
  expect(sourceOf({ file: right, environment: right, flags: wrong })).toBe('the command line');
  expect(sourceOf({ file: right, environment: wrong, flags: right })).toBe('ATS_SETTINGS');
  expect(sourceOf({ file: wrong, environment: right, flags: right })).toBe(file);
});

test('settings that cannot be read are not taken for missing ones', () => {
  mkdirSync(file);
  expect(read({})).toMatchObject({ error: { code: 'SETTINGS_INVALID', facts: { source: file } } });
});

test('a data folder that is a file is refused where it is opened, not here', () => {
  writeFileSync(file, '{}');
  expect(readSettings({ folder: file, environment: {}, flags: {} })).toMatchObject({ ok: true });
});
