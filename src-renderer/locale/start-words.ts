import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.ts';
import type { Language } from './language.ts';
import { ru } from './ru.ts';

/** Loads the words of all languages at once: they are part of the program, so a switch never waits and never fails half-way. */
export async function startWords(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: en }, ru: { translation: ru } },
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = language;
}

/** Turns the whole window into another language. */
export async function switchWords(language: Language): Promise<void> {
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
