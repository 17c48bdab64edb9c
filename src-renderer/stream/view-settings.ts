import { z } from 'zod';
import { useStore } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';
import { zoneSchema } from '../format/time-text.ts';
import { languageSchema, preferredLanguage } from '../locale/language.ts';

/** How this window looks and listens. Kept by the browser: nothing here concerns the engine. */
const viewSettingsSchema = z.object({
  language: languageSchema,
  theme: z.enum(['dark', 'light']),
  zone: zoneSchema,
  /** Keys that trade are off until the trader turns them on. */
  areTradingKeysOn: z.boolean(),
  /** Tickets that wait are heard. */
  areSoundsOn: z.boolean(),
});

export type ViewSettings = Readonly<z.infer<typeof viewSettingsSchema>>;

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
    merge: (stored, current) => ({ ...current, ...known(stored) }),
  }),
);

export const useViewSetting = <Key extends keyof ViewSettings>(key: Key): ViewSettings[Key] =>
  useStore(viewSettings, (settings) => settings[key]);

/** What was stored by another version, or by hand, counts only as far as it still means something. */
function known(stored: unknown): Partial<ViewSettings> {
  const parsed = viewSettingsSchema.partial().safeParse(stored);
  return parsed.success ? Object.fromEntries(Object.entries(parsed.data)) : {};
}
