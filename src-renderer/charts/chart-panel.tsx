import { timeframes, type Timeframe } from '#shared/market/timeframe.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../components/empty-state.tsx';
import { Segmented } from '../components/segmented.tsx';
import { SelectField } from '../components/select-field.tsx';
import { zoneText } from '../format/time-text.ts';
import { useReplica } from '../stream/cockpit-context.ts';
import { selectSymbol, selectTimeframe } from '../stream/selection.ts';
import { useShownSeries } from '../stream/use-shown-series.ts';
import { useViewSetting, viewSettings } from '../stream/view-settings.ts';
import { CandlePane } from './candle-pane.tsx';
import './chart-panel.css';

/** The candles of the series that is looked at, with its quote, levels and trades. */
export function ChartPanel(): ReactNode {
  const { t } = useTranslation();
  const series = useShownSeries();
  if (series === null) return <EmptyState title={t('chart.noSymbol')} hint={t('chart.noSymbolHint')} />;
  return (
    <div className="chart-panel">
      <Toolbar symbol={series.symbol} timeframe={series.timeframe} />
      <CandlePane key={`${series.symbol} ${series.timeframe}`} series={series} />
    </div>
  );
}

function Toolbar({ symbol, timeframe }: { readonly symbol: string; readonly timeframe: Timeframe }): ReactNode {
  const { t } = useTranslation();
  const symbols = useReplica((replica) => [...replica.instruments.keys()]) ?? [];
  const localZone = useReplica(({ marketUtcMs }) => zoneText(marketUtcMs ?? 0, 'local')) ?? '';
  const zone = useViewSetting('zone');
  return (
    <div className="chart-toolbar">
      <SelectField
        label={t('chart.symbol')}
        options={symbols.map((value) => ({ value, label: value }))}
        value={symbol}
        onChange={selectSymbol}
      />
      <Segmented
        label={t('chart.timeframe')}
        segments={timeframes.map((value) => ({ value, label: value }))}
        value={timeframe}
        onChange={selectTimeframe}
      />
      <span className="chart-toolbar-gap" />
      <Segmented
        label={t('chart.zone')}
        segments={[
          { value: 'utc', label: 'UTC', title: t('chart.zoneUtc') },
          {
            value: 'local',
            label: t('chart.zoneLocalShort'),
            title: t('chart.zoneLocal', { zone: localZone }),
          },
        ]}
        value={zone}
        onChange={(value) => viewSettings.setState({ zone: value })}
      />
    </div>
  );
}
