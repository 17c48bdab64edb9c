import { useTranslation } from 'react-i18next';
import { useTrayRequest } from './use-tray-request.ts';

export interface SyncNow {
  readonly isAsking: boolean;
  /** Of one symbol, or of all; what comes of it is told by the streams themselves. */
  readonly syncNow: (symbol: string | null) => void;
}

export function useSyncNow(): SyncNow {
  const { t } = useTranslation();
  const { isAsking, send } = useTrayRequest();
  return {
    isAsking,
    syncNow: (symbol) => {
      const title = symbol === null ? t('sync.askedAll') : t('sync.asked', { symbol });
      const symbols = symbol === null ? null : [symbol];
      void send(
        (client) => client.sync.run({ symbols }),
        () => ({ title, text: t('sync.askedText') }),
      );
    },
  };
}
