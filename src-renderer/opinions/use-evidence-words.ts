import type { Evidence } from '#shared/agent/evidence.ts';
import { evidenceName, type EvidenceKind, type EvidenceName } from '#shared/agent/evidence-name.ts';
import { useTranslation } from 'react-i18next';
import { noValue } from '../format/formats.ts';
import { priceText } from '../format/price-text.ts';
import { useFormats } from '../format/use-formats.ts';
import { useReplica } from '../stream/cockpit-context.ts';

export interface EvidenceWords {
  /** What it is, by its id; the label that it was recorded with where this version does not know its kind. */
  readonly labelOf: (evidence: Pick<Evidence, 'evidenceId' | 'label'>) => string;
  /** Its value: prices with the symbol's digits, words of ours in the language of the window, all else as it was read, with its unit. */
  readonly textOf: (evidence: Pick<Evidence, 'evidenceId' | 'value' | 'unit'>) => string;
}

/** Evidence as people read it, in the trader's language. It is recorded in no language but its ids. */
export function useEvidenceWords(symbol: string): EvidenceWords {
  const { t, i18n } = useTranslation();
  const formats = useFormats();
  const instrument = useReplica((replica) => replica.instruments.get(symbol)) ?? undefined;
  const wordAt = (key: string, otherwise: string): string => (i18n.exists(key) ? t(key as 'unit.minutes') : otherwise);
  const partText = (part: string, written: string, { timeframe }: EvidenceName['parts']): string => {
    if (part === 'feature') {
      const [, feature = written, parameters = ''] = /^(\w+)\((.*)\)$/.exec(written) ?? [];
      const word = wordAt(`feature.${feature}`, feature);
      // Some features name the timeframe, which stands beside them.
      const own = parameters.split(',').filter((parameter) => parameter !== '' && parameter !== timeframe);
      return own.length === 0 ? word : `${word} (${own.join(', ')})`;
    }
    const place = placesOfParts[part];
    return place === undefined ? written : wordAt(`${place}.${written}`, written);
  };
  return {
    labelOf: ({ evidenceId, label }) => {
      const name = evidenceName(evidenceId);
      if (name === null) return label;
      const parts = Object.entries(name.parts).map(
        ([part, written]) => [part, partText(part, written, name.parts)] as const,
      );
      return t(`evidenceName.${name.kind}` as 'evidenceName.bid', { replace: Object.fromEntries(parts) });
    },
    textOf: ({ evidenceId, value, unit }) => {
      if (value === null) return noValue;
      if (typeof value === 'boolean') return t(value ? 'opinion.yes' : 'opinion.no');
      if (typeof value === 'string') {
        const { kind } = evidenceName(evidenceId) ?? {};
        const place = unit === 'regime' ? 'regime' : kind === undefined ? undefined : placesOfValues[kind];
        return place === undefined ? value : wordAt(`${place}.${value}`, value);
      }
      if (unit === 'price') return priceText(value, instrument);
      return bareUnits.has(unit)
        ? formats.figure(value)
        : `${formats.figure(value)}\u00a0${wordAt(`unit.${unit}`, unit)}`;
    },
  };
}

/** Parts of names that are words of ours, by the place of their texts. */
const placesOfParts: Readonly<Record<string, string>> = { filter: 'filter', limit: 'risk.limit', regime: 'regime' };

/** Values that are words of ours. */
const placesOfValues: Readonly<Partial<Record<EvidenceKind, string>>> = {
  chainVerdict: 'verdict',
  chainCode: 'fault',
  chainOutcome: 'outcome',
  chainSide: 'side',
  positionSide: 'side',
};

/** A figure says all without them. */
const bareUnits: ReadonlySet<string> = new Set(['', 'ratio', 'count', 'closes', 'money']);
