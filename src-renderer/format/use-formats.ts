import { useTranslation } from 'react-i18next';
import { languageSchema } from '../locale/language.ts';
import { formatsOf, type Formats } from './formats.ts';

const shownLanguage = languageSchema.catch('en');

/** The formats of the language on the screen. */
export function useFormats(): Formats {
  const { i18n } = useTranslation();
  return formatsOf(shownLanguage.parse(i18n.language));
}
