import type { Bar } from '#shared/market/bar.ts';
import { timeframeDurationMs } from '#shared/market/timeframe.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Amount } from '../components/amount.tsx';
import { countdownText } from '../format/countdown-text.ts';
import { priceText } from '../format/price-text.ts';
import { useFormats } from '../format/use-formats.ts';
import type { SeriesKey } from '../stream/bar-feed.ts';
import { useReplica } from '../stream/cockpit-context.ts';
import './chart-legend.css';

/** What the chart shows, in figures: the bar under the crosshair or the newest one, where the bars come from, and when the newest closes. */
export function ChartLegend({
  series,
  source,
  bar,
  newest,
}: {
  readonly series: SeriesKey;
  readonly source: string | null;
  readonly bar: Bar | null;
  readonly newest: Bar | null;
}): ReactNode {
  const { t, i18n } = useTranslation();
  const formats = useFormats();
  const instrument = useReplica((replica) => replica.instruments.get(series.symbol)) ?? undefined;
  const sourceKey = `chart.sourceName.${source ?? ''}`;
  const sourceName = i18n.exists(sourceKey) ? t(sourceKey as 'chart.sourceName.terminal') : source;
  const price = (value: number): string => priceText(value, instrument);
  return (
    <div className="chart-legend">
      <div className="chart-legend-line">
        <strong className="chart-legend-symbol">{series.symbol}</strong>
        <span>{series.timeframe}</span>
        {sourceName !== null && (
          <span className="chart-legend-source">{t('chart.source', { source: sourceName })}</span>
        )}
        {newest !== null && <BarCountdown series={series} openTimeUtcMs={newest.openTimeUtcMs} />}
      </div>
      {bar !== null && (
        <div className="chart-legend-line">
          <Part name={t('chart.open')} text={price(bar.open)} />
          <Part name={t('chart.high')} text={price(bar.high)} />
          <Part name={t('chart.low')} text={price(bar.low)} />
          <Part name={t('chart.close')} text={price(bar.close)} />
          <Amount value={bar.close - bar.open} text={formats.signedPercent(bar.close / bar.open - 1)} />
          <Part name={t('chart.volume')} text={formats.figure(bar.tickVolume)} />
        </div>
      )}
    </div>
  );
}

function Part({ name, text }: { readonly name: string; readonly text: string }): ReactNode {
  return (
    <span>
      <span className="chart-legend-name">{name}</span> {text}
    </span>
  );
}

/** In market time: where the market stands still (a replay that is held), so does this. */
function BarCountdown({
  series,
  openTimeUtcMs,
}: {
  readonly series: SeriesKey;
  readonly openTimeUtcMs: number;
}): ReactNode {
  const { t } = useTranslation();
  const marketUtcMs = useReplica((replica) => replica.marketUtcMs);
  if (marketUtcMs === null) return null;
  const leftMs = openTimeUtcMs + timeframeDurationMs(series.timeframe) - marketUtcMs;
  if (leftMs <= 0) return null;
  return <span className="chart-legend-source">{t('chart.closesIn', { time: countdownText(leftMs) })}</span>;
}
