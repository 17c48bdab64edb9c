import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCockpit } from '../stream/cockpit-context.ts';
import { addMessage } from '../stream/messages.ts';
import { useRefusalText } from '../stream/use-refusal-text.ts';

export interface SyncNow {
  readonly isAsking: boolean;
  /** Of one symbol, or of all; what comes of it is told in the tray, and then by the streams themselves. */
  readonly syncNow: (symbol: string | null) => void;
}

export function useSyncNow(): SyncNow {
  const { t } = useTranslation();
  const { ask } = useCockpit();
  const refusalText = useRefusalText();
  const [isAsking, setAsking] = useState(false);
  const send = async (symbol: string | null): Promise<void> => {
    setAsking(true);
    const answer = await ask((client) => client.sync.run({ symbols: symbol === null ? null : [symbol] }));
    setAsking(false);
    if (answer.ok) {
      const title = symbol === null ? t('sync.askedAll') : t('sync.asked', { symbol });
      addMessage({ tone: 'neutral', title, text: t('sync.askedText') });
    } else {
      const { title, text } = refusalText(answer.error);
      addMessage({ tone: 'warning', title, text });
    }
  };
  return { isAsking, syncNow: (symbol) => void send(symbol) };
}
