import type { Evidence } from '#shared/agent/evidence.ts';
import { useTranslation } from 'react-i18next';
import { noValue } from '../format/formats.ts';
import { priceText } from '../format/price-text.ts';
import { useFormats } from '../format/use-formats.ts';
import { useReplica } from '../stream/cockpit-context.ts';

/** The value of evidence as people read it: prices with the symbol's digits, ratios in percent, all else as it was read, with its unit. */
export function useEvidenceText(symbol: string): (evidence: Pick<Evidence, 'value' | 'unit'>) => string {
  const { t } = useTranslation();
  const formats = useFormats();
  const instrument = useReplica((replica) => replica.instruments.get(symbol)) ?? undefined;
  return ({ value, unit }) => {
    if (value === null) return noValue;
    if (typeof value === 'boolean') return t(value ? 'opinion.yes' : 'opinion.no');
    if (typeof value === 'string') return unit === '' || unit === 'symbol' ? value : `${value} ${unit}`;
    if (unit === 'price') return priceText(value, instrument);
    if (unit === 'ratio') return formats.figure(value);
    return unit === '' ? formats.figure(value) : `${formats.figure(value)} ${unit}`;
  };
}
