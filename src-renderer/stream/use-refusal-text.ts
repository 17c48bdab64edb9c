import type { Fault } from '#shared/base/fault.ts';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refusal } from './ask-engine.ts';

/** `title` says what it is in the trader's language; `text` is the engine's own sentence with the values. */
export interface RefusalText {
  readonly title: string;
  readonly text: string;
}

export function useRefusalText(): (refusal: Refusal) => RefusalText {
  const { t } = useTranslation();
  const faultText = useFaultText();
  return (refusal) => {
    switch (refusal.kind) {
      case 'refused':
        return faultText(refusal.fault);
      case 'notSent':
        return { title: t('refusal.notSent'), text: t('refusal.notSentText') };
      case 'unanswered':
        return { title: t('refusal.unanswered'), text: t('refusal.unansweredText') };
    }
  };
}

export function useFaultText(): (fault: Fault) => RefusalText {
  const { t, i18n } = useTranslation();
  return useCallback(
    ({ code, message }) => {
      const key = `fault.${code}`;
      return { title: i18n.exists(key) ? t(key as 'fault.VALUE_INVALID') : t('fault.other', { code }), text: message };
    },
    [t, i18n],
  );
}
