import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { spanOf } from './countdown-text.ts';

/** Puts what is left until something far off into words: "6:14", "2 d 06:00". */
export function useSpanText(): (remainingMs: number) => string {
  const { t } = useTranslation();
  return useCallback(
    (remainingMs) => {
      const { days, time } = spanOf(remainingMs);
      return days === 0 ? time : t('span.days', { days, time });
    },
    [t],
  );
}
