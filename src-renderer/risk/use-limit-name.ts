import type { LimitUse } from '#shared/contract/risk-view.ts';
import { useTranslation } from 'react-i18next';

/** The name of a limit; the code where the window does not know it. */
export function useLimitName(): (code: LimitUse['code']) => string {
  const { t, i18n } = useTranslation();
  return (code) => {
    const key = `risk.limit.${code}`;
    return i18n.exists(key) ? t(key as 'risk.limit.POSITIONS_MAX') : code;
  };
}
