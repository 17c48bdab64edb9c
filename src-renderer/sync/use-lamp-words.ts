import type { Lamp } from '#shared/contract/lamp.ts';
import { useTranslation } from 'react-i18next';
import { zonedStampText } from '../format/time-text.ts';
import { useViewSetting } from '../stream/view-settings.ts';

export interface LampWords {
  readonly name: string;
  readonly word: string;
  /** A value or a few words beside the lamp; what takes a sentence is in the title and among the notices of the health panel. */
  readonly detail: string;
  readonly title: string;
}

/** A lamp in the trader's language, with what it watches and since when it says so. */
export function useLampWords(): (lamp: Lamp) => LampWords {
  const { t, i18n } = useTranslation();
  const zone = useViewSetting('zone');
  /** Of memory: those who answer, as codes. */
  const adaptersText = (codes: string): string =>
    codes
      .split(', ')
      .map((code) => {
        const key = `memory.adapter.${code}`;
        return i18n.exists(key) ? t(key as 'memory.adapter.exact') : code;
      })
      .join(', ');
  /** The detail of a disconnection, of a store that cannot be written, and of models that are silent, is the code of its fault. */
  const detailOf = ({ name, code, detail }: Lamp): string => {
    if (name === 'memory' && code !== 'deadLetters') return adaptersText(detail);
    const key = `fault.${detail}`;
    return (code === 'disconnected' || code === 'unwritable' || code === 'modelDown') && i18n.exists(key)
      ? t(key as 'fault.NOT_CONNECTED')
      : detail;
  };
  return (lamp) => {
    const { name, code, changedAtUtcMs } = lamp;
    const detail = detailOf(lamp);
    return {
      name: t(`lamp.${name}`),
      word: t(`lampCode.${code}`),
      detail: code === 'clockMismatch' ? '' : detail,
      title: [t(`lampTitle.${name}`), detail, t('lamp.since', { since: zonedStampText(changedAtUtcMs, zone) })]
        .filter((line) => line !== '')
        .join('\n'),
    };
  };
}
