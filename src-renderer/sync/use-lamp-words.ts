import type { Lamp } from '#shared/contract/lamp.ts';
import { useTranslation } from 'react-i18next';
import { stampText } from '../format/time-text.ts';
import { useViewSetting } from '../stream/view-settings.ts';

export interface LampWords {
  readonly name: string;
  readonly word: string;
  readonly title: string;
}

/** A lamp in the trader's language, with what it watches and since when it says so. */
export function useLampWords(): (lamp: Lamp) => LampWords {
  const { t } = useTranslation();
  const zone = useViewSetting('zone');
  return ({ name, code, detail, changedAtUtcMs }) => ({
    name: t(`lamp.${name}`),
    word: t(`lampCode.${code}`),
    title: [t(`lampTitle.${name}`), detail, t('lamp.since', { since: stampText(changedAtUtcMs, zone) })]
      .filter((line) => line !== '')
      .join('\n'),
  });
}
