import { expect, test } from 'vitest';
import { keptViewSettings, type ViewSettings } from './kept-view-settings.ts';

const now: ViewSettings = { language: 'en', theme: 'dark', zone: 'utc', areTradingKeysOn: true, areSoundsOn: true };
const kept = { language: 'ru', theme: 'light', zone: 'local', areTradingKeysOn: false, areSoundsOn: false } as const;

test('what was kept is taken up, and what was not stands', () => {
  expect(keptViewSettings(kept, now)).toEqual(kept);
  expect(keptViewSettings({ theme: 'light' }, now)).toEqual({ ...now, theme: 'light' });
});

test('a value that means nothing any more stands as it does, and the others are taken', () => {
  expect(keptViewSettings({ ...kept, theme: 'sepia' }, now)).toEqual({ ...kept, theme: 'dark' });
  expect(keptViewSettings({ ...kept, fontSize: 12 }, now)).toEqual(kept);
});

test('what is no set of settings is none', () => {
  for (const none of [null, undefined, 'dark', 7, []]) expect(keptViewSettings(none, now)).toEqual(now);
});
