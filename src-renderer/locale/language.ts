import { z } from 'zod';

export const languageSchema = z.enum(['en', 'ru']);

export type Language = z.infer<typeof languageSchema>;

/** The first of the languages a person prefers (as `navigator.languages` lists them) that the cockpit speaks, else English. */
export function preferredLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const language = languageSchema.safeParse(tag.split('-')[0]);
    if (language.success) return language.data;
  }
  return 'en';
}
