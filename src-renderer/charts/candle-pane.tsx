import type { Bar } from '#shared/market/bar.ts';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import type { SeriesKey } from '../stream/bar-feed.ts';
import { useCockpit, useReplica } from '../stream/cockpit-context.ts';
import { endJump, pickBar, useSelection, type BarKey } from '../stream/selection.ts';
import { useRefusalText } from '../stream/use-refusal-text.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import { CandleChart } from './candle-chart.ts';
import { CandleSource, type SourceView } from './candle-source.ts';
import { emptyWindow, holdsMoment, type CandleWindow } from './candle-window.ts';
import './candle-pane.css';
import { useChartLook, useLevelWords } from './use-chart-look.ts';
import { ChartLegend } from './chart-legend.tsx';
import { levelLines } from './level-lines.ts';

interface Drawing {
  readonly chart: CandleChart;
  readonly source: CandleSource;
}

/** One chart of one series. Bars go to the drawing past React, which would only be in their way; the rest is few and goes through it. */
export function CandlePane({ series }: { readonly series: SeriesKey }): ReactNode {
  const { t } = useTranslation();
  const { symbol, timeframe } = series;
  const container = useRef<HTMLDivElement>(null);
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  const [view, setView] = useState<SourceView>({ window: emptyWindow, source: null, state: 'loading' });
  const [hovered, setHovered] = useState<Bar | null>(null);
  const [isLiveInSight, setLiveInSight] = useState(true);
  const isPicking = useSelection((it) => it.onPick !== null);
  const cockpit = useCockpit();

  useEffect(() => {
    if (container.current === null) return;
    const chart = new CandleChart(container.current, {
      onOldestNear: () => void source.loadOlder(),
      onHover: setHovered,
      onClick: ({ openTimeUtcMs }) => pickBar({ symbol, timeframe, openTimeUtcMs }),
      onLiveInSight: setLiveInSight,
    });
    const source = new CandleSource(
      { symbol, timeframe },
      {
        feed: cockpit.feed,
        requestPage: (beforeUtcMs, limit) =>
          cockpit.ask((client) => client.bars.page({ symbol, timeframe, beforeUtcMs, limit })),
        onChange: (next, change) => {
          if (change.kind === 'replaced') chart.replaceBars(next.window.bars);
          else chart.drawNewest(next.window.bars, change.from);
          setView(next);
        },
      },
    );
    setDrawing({ chart, source });
    return () => {
      source[Symbol.dispose]();
      chart[Symbol.dispose]();
    };
  }, [cockpit, symbol, timeframe]);

  useChosenBar(drawing, { series, window: view.window });
  useOverlays(drawing?.chart ?? null, { symbol, bars: view.window.bars });
  const bars = view.window.bars;
  const isAtLive = isLiveInSight && view.window.reachesLive;
  const goLive = (): void => {
    if (view.window.reachesLive) drawing?.chart.scrollToLive();
    else void drawing?.source.loadNewest().then(() => drawing.chart.scrollToLive());
  };
  return (
    <div className="candle-pane">
      <div ref={container} className="candle-canvas" role="img" aria-label={t('chart.label', { symbol, timeframe })} />
      <ChartLegend
        series={series}
        source={view.source}
        bar={hovered ?? bars.at(-1) ?? null}
        newest={bars.at(-1) ?? null}
      />
      {isPicking && <p className="candle-pick">{t('chart.pick')}</p>}
      {bars.length === 0 ? (
        <NoBars state={view.state} />
      ) : (
        <div className="candle-live">
          <PageRefused state={view.state} />
          {!isAtLive && (
            <Button size="small" onClick={goLive}>
              {t('chart.toLive')}
            </Button>
          )}
        </div>
      )}
      <a className="candle-credit" href="https://www.tradingview.com/" target="_blank" rel="noopener noreferrer">
        {t('chart.credit')}
      </a>
    </div>
  );
}

/** Points at the bar that is meant; one that is jumped to is fetched where need be and put into the middle, once. */
function useChosenBar(
  drawing: Drawing | null,
  { series: { symbol, timeframe }, window }: { readonly series: SeriesKey; readonly window: CandleWindow },
): void {
  const isHere = (bar: BarKey | null): bar is BarKey => bar?.symbol === symbol && bar.timeframe === timeframe;
  const bar = useSelection((it) => (isHere(it.bar) ? it.bar.openTimeUtcMs : null));
  const jump = useSelection((it) => (isHere(it.jump) ? it.jump : null));
  useEffect(() => drawing?.chart.markBar(bar), [drawing, bar]);
  useEffect(() => {
    if (jump !== null) void drawing?.source.loadAround(jump.openTimeUtcMs);
  }, [drawing, jump]);
  useEffect(() => {
    if (drawing === null || jump === null || !holdsMoment(window, jump.openTimeUtcMs)) return;
    drawing.chart.scrollTo(jump.openTimeUtcMs);
    endJump(jump);
  }, [drawing, jump, window]);
}

/** Keeps what lies over the candles in step: digits, times, colours, levels, trades. */
function useOverlays(
  chart: CandleChart | null,
  { symbol, bars }: { readonly symbol: string; readonly bars: readonly Bar[] },
): void {
  const theme = useViewSetting('theme');
  const words = useLevelWords();
  const quote = useReplica((replica) => replica.quotes.get(symbol)) ?? undefined;
  const instrument = useReplica((replica) => replica.instruments.get(symbol)) ?? undefined;
  const positions = useReplica((replica) => replica.positions);
  const approvals = useReplica((replica) => replica.approvals);
  const deals = useReplica((replica) => replica.deals);
  const levels = useMemo(() => {
    const tickets = (approvals ?? []).map(({ ticket }) => ticket);
    return levelLines(symbol, { quote, positions: positions ?? [], tickets, instrument, words });
  }, [symbol, quote, positions, approvals, instrument, words]);
  const [oldest, count] = [bars[0]?.openTimeUtcMs, bars.length];

  useChartLook(chart, symbol);
  useEffect(() => chart?.showLevels(levels), [chart, levels, theme]);
  useEffect(() => {
    chart?.showTrades(deals ?? [], symbol);
  }, [chart, deals, symbol, oldest, count]);
}

/** Bars that are shown stay; what was asked for besides them did not come. */
function PageRefused({ state }: { readonly state: SourceView['state'] }): ReactNode {
  const refusalText = useRefusalText();
  return (
    <span className="candle-refused" role="status">
      {typeof state === 'object' && refusalText(state).title}
    </span>
  );
}

function NoBars({ state }: { readonly state: SourceView['state'] }): ReactNode {
  const { t } = useTranslation();
  const refusalText = useRefusalText();
  if (state === 'loading') return <p className="candle-empty">{t('chart.loading')}</p>;
  if (state === 'ready') return <p className="candle-empty">{t('chart.noBars')}</p>;
  const { title, text } = refusalText(state);
  return (
    <div className="candle-empty">
      <Notice tone="fault" title={title}>
        {text}
      </Notice>
    </div>
  );
}
