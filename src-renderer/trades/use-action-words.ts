import type { Proposal } from '#shared/agent/proposal.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import { useTranslation } from 'react-i18next';
import { priceText } from '../format/price-text.ts';
import { useFormats } from '../format/use-formats.ts';

/** What is proposed, in a few words: "close half", "stop to 4,201.50". */
export function useActionWords(instrument: Instrument | undefined): (action: Proposal['action']) => string {
  const { t } = useTranslation();
  const formats = useFormats();
  return (action) => {
    switch (action.kind) {
      case 'close':
        return t('proposal.close');
      case 'closePart':
        return t('proposal.closePart', { share: formats.percent(action.ratio, 0) });
      case 'moveStop':
        return t('proposal.moveStop', { stop: priceText(action.stop, instrument) });
    }
  };
}
