import { expect, test } from 'vitest';
import { settingsSchema, type SettingsWish } from './settings.ts';
import { terminalProfileOf } from './terminal-profile-of.ts';

const profiles: SettingsWish['profiles'] = {
  'Broker real': { clockRule: 'eet', tradeMode: 'real', server: 'Broker-Real', login: '12345' },
};

const profileOf = (wish: SettingsWish) => terminalProfileOf(settingsSchema.parse({ profiles, ...wish }));

test('expects of a real terminal what the chosen profile names', () => {
  expect(profileOf({ terminal: 'mt5', profile: 'Broker real' })).toEqual({
    name: 'Broker real',
    ...{ clockRule: 'eet', tradeMode: 'real', server: 'Broker-Real', login: '12345' },
  });
});

test('takes any account by the plain clock rule where none is chosen', () => {
  expect(profileOf({ terminal: 'mt5', clockRule: 'utc+2' })).toEqual({
    name: 'default',
    ...{ clockRule: 'utc+2:00', tradeMode: null, server: null, login: null },
  });
});

test('expects a simulated account, and no other, of the simulated terminal', () => {
  expect(profileOf({ profile: 'Broker real' })).toEqual({
    name: 'Broker real',
    ...{ clockRule: 'eet', tradeMode: 'simulated', server: null, login: null },
  });
});
