import { useStore } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import { preferredLanguage } from '../locale/language.ts';
import { keptViewSettings, type ViewSettings } from './kept-view-settings.ts';

const defaults = (): ViewSettings => ({
  language: preferredLanguage(navigator.languages),
  theme: 'dark',
  zone: 'utc',
  areTradingKeysOn: false,
  areSoundsOn: true,
});

export const viewSettings = createStore<ViewSettings>()(
  persist(defaults, {
    name: 'ats-view',
    version: 1,
    storage: createJSONStorage(() => window.localStorage),
    merge: keptViewSettings,
  }),
);

export const useViewSetting = <Key extends keyof ViewSettings>(key: Key): ViewSettings[Key] =>
  useStore(viewSettings, (settings) => settings[key]);
