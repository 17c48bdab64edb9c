import { useTranslation } from 'react-i18next';
import { addMessage } from './messages.ts';

/** What every table says and does alike: how it is copied, and what stands below one that was cut short. */
export interface TableWords {
  readonly copyLabel: string;
  readonly onCopy: (tsv: string) => void;
  readonly cutLabel: (shown: number, all: number) => string;
}

export function useTableWords(): TableWords {
  const { t } = useTranslation();
  return {
    copyLabel: t('table.copy'),
    cutLabel: (shown, all) => t('table.cut', { shown, all }),
    onCopy: (tsv) => {
      navigator.clipboard.writeText(tsv).then(
        () => addMessage({ tone: 'neutral', title: t('table.copied'), text: '' }),
        (cause: unknown) => addMessage({ tone: 'warning', title: t('table.notCopied'), text: String(cause) }),
      );
    },
  };
}
