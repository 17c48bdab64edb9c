import type { FilterReport } from '#shared/trading/filter-report.ts';
import { useTranslation } from 'react-i18next';
import type { Check } from '../components/check-list.tsx';
import { priceText } from '../format/price-text.ts';
import { useFormats } from '../format/use-formats.ts';
import { useReplica } from './cockpit-context.ts';

/** Filters of levels, and of distances between them, which are written with the symbol's digits; others are plain numbers. */
const priceFilters: ReadonlySet<string> = new Set([
  'trendUp',
  'trendDown',
  'emaUp',
  'emaDown',
  'breakoutUp',
  'breakoutDown',
  'stopDistance',
  'aboveExitChannel',
  'belowExitChannel',
  'aboveChandelier',
  'belowChandelier',
]);

/** The filters of a decision as checks, named in the trader's language; one that this version does not know keeps its own name. */
export function useChecks(symbol: string): (filters: readonly FilterReport[]) => readonly Check[] {
  const { t, i18n } = useTranslation();
  const formats = useFormats();
  const instrument = useReplica((replica) => replica.instruments.get(symbol)) ?? undefined;
  const nameOf = (filter: string): string => {
    const key = `filter.${filter}`;
    return i18n.exists(key) ? t(key as 'filter.trendUp') : filter;
  };
  const figureOf = (filter: string, value: number | null): string =>
    priceFilters.has(filter) ? priceText(value, instrument) : formats.figure(value);
  return (filters) =>
    filters.map(({ filter, value, threshold, passed }) => ({
      name: nameOf(filter),
      value: value === null ? t('check.noData') : figureOf(filter, value),
      threshold: figureOf(filter, threshold),
      passed,
    }));
}
