import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { ageOf } from './age.ts';

/** Puts an age into words: "12 s", "4 min". */
export function useAgeText(): (elapsedMs: number) => string {
  const { t } = useTranslation();
  return useCallback(
    (elapsedMs) => {
      const { unit, amount } = ageOf(elapsedMs);
      return t(`age.${unit}`, { amount });
    },
    [t],
  );
}
