import type { ApprovalTicket } from '#shared/trading/approval-ticket.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCockpit, useReplica } from '../stream/cockpit-context.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import { CandleChart } from './candle-chart.ts';
import { CandleSource } from './candle-source.ts';
import './level-chart.css';
import { levelLines } from './level-lines.ts';
import { useChartLook, useLevelWords } from './use-chart-look.ts';

/** The newest candles with the levels of one ticket, small: where it would enter, and what lies between stop and target. */
export function LevelChart({
  ticket,
  timeframe,
}: {
  readonly ticket: ApprovalTicket;
  readonly timeframe: Timeframe;
}): ReactNode {
  const { t } = useTranslation();
  const { symbol } = ticket.parameters;
  const container = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<CandleChart | null>(null);
  const cockpit = useCockpit();
  useEffect(() => {
    if (container.current === null) return;
    const nothing = (): void => undefined;
    const drawn = new CandleChart(container.current, {
      onOldestNear: nothing,
      onHover: nothing,
      onClick: nothing,
      onLiveInSight: nothing,
    });
    const source = new CandleSource(
      { symbol, timeframe },
      {
        feed: cockpit.feed,
        requestPage: (beforeUtcMs, limit) =>
          cockpit.ask((client) => client.bars.page({ symbol, timeframe, beforeUtcMs, limit })),
        onChange: ({ window }, change) => {
          if (change.kind === 'replaced') drawn.replaceBars(window.bars);
          else drawn.drawNewest(window.bars, change.from);
        },
      },
    );
    setChart(drawn);
    return () => {
      source[Symbol.dispose]();
      drawn[Symbol.dispose]();
    };
  }, [cockpit, symbol, timeframe]);
  useLevels(chart, ticket);
  return (
    <div className="level-chart">
      <div
        ref={container}
        className="level-chart-canvas"
        role="img"
        aria-label={t('ticket.chart', { symbol, timeframe })}
      />
      <span className="level-chart-name">
        {symbol} {timeframe}
      </span>
    </div>
  );
}

function useLevels(chart: CandleChart | null, ticket: ApprovalTicket): void {
  const { symbol, stop, target, worstPrice } = ticket.parameters;
  const theme = useViewSetting('theme');
  const words = useLevelWords();
  const quote = useReplica((replica) => replica.quotes.get(symbol)) ?? undefined;
  const instrument = useReplica((replica) => replica.instruments.get(symbol)) ?? undefined;
  const levels = useMemo(
    () => levelLines(symbol, { quote, positions: [], tickets: [ticket], instrument, words }),
    [symbol, quote, ticket, instrument, words],
  );
  useChartLook(chart, symbol);
  useEffect(
    () => chart?.keepInSight(target === null ? [stop, worstPrice] : [stop, worstPrice, target]),
    [chart, stop, target, worstPrice],
  );
  useEffect(() => chart?.showLevels(levels), [chart, levels, theme]);
}
