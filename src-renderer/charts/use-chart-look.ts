import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../format/use-formats.ts';
import { useReplica } from '../stream/cockpit-context.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import type { CandleChart } from './candle-chart.ts';
import type { LevelWords } from './level-lines.ts';

/** Keeps a chart in step with its symbol's digits, the zone and language of its times, and the theme's colours. */
export function useChartLook(chart: CandleChart | null, symbol: string): void {
  const { language } = useFormats();
  const zone = useViewSetting('zone');
  const theme = useViewSetting('theme');
  const instrument = useReplica((replica) => replica.instruments.get(symbol));
  useEffect(() => {
    if (instrument != null) chart?.setPrices(instrument);
  }, [chart, instrument]);
  useEffect(() => chart?.setTimes(zone, language), [chart, zone, language]);
  useEffect(() => chart?.recolour(), [chart, theme]);
}

export function useLevelWords(): LevelWords {
  const { t } = useTranslation();
  return useMemo(
    () => ({
      buy: t('side.buy'),
      sell: t('side.sell'),
      stop: t('column.stop'),
      target: t('column.target'),
      worst: t('column.worst'),
    }),
    [t],
  );
}
