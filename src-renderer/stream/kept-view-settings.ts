import { z } from 'zod';
import { zoneSchema } from '../format/time-text.ts';
import { languageSchema, type Language } from '../locale/language.ts';

/** How this window looks and listens. Kept by the browser: nothing here concerns the engine. */
export interface ViewSettings {
  readonly language: Language;
  readonly theme: 'dark' | 'light';
  readonly zone: z.infer<typeof zoneSchema>;
  /** Keys that trade are off until the trader turns them on. */
  readonly areTradingKeysOn: boolean;
  /** Tickets that wait are heard. */
  readonly areSoundsOn: boolean;
}

/**
 * The settings as they were kept. What another version kept, or a hand wrote, counts as far as it still means something: one that does not stands as it
 * does now, and the others are taken.
 */
export const keptViewSettings = (kept: unknown, now: ViewSettings): ViewSettings =>
  z
    .object({
      language: languageSchema.catch(now.language),
      theme: z.enum(['dark', 'light']).catch(now.theme),
      zone: zoneSchema.catch(now.zone),
      areTradingKeysOn: z.boolean().catch(now.areTradingKeysOn),
      areSoundsOn: z.boolean().catch(now.areSoundsOn),
    })
    .catch(now)
    .parse(kept);
