import { assertDefined } from '#shared/base/assert.ts';
import { streamName } from '#shared/contract/stream-name.ts';
import type { SyncStream } from '#shared/contract/sync-health.ts';
import type { Hole } from '#shared/market/hole.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import { timeframeDurationMs, timeframes } from '#shared/market/timeframe.ts';
import { memo, useCallback, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Segmented } from '../components/segmented.tsx';
import { SelectField } from '../components/select-field.tsx';
import { dateText, minuteStampText, zoneText } from '../format/time-text.ts';
import { useFormats } from '../format/use-formats.ts';
import { useMarketNow } from '../stream/use-market-now.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import './hole-map.css';
import type { Span } from './hole-runs.ts';
import { HoleStrip } from './hole-strip.tsx';
import { holesMax, useHoles } from './use-holes.ts';

/** Bars of one symbol and timeframe. */
type Series = SyncStream & { readonly symbol: string; readonly timeframe: Timeframe };

const dayMs = 86_400_000;
const ranges = ['day', 'week', 'month', 'year', 'all'] as const;

type Range = (typeof ranges)[number];

const rangeMs: Readonly<Record<Exclude<Range, 'all'>, number>> = {
  day: dayMs,
  week: 7 * dayMs,
  month: 31 * dayMs,
  year: 366 * dayMs,
};

/** A range moves on by this part of its length: no finer than a strip can show. */
const steps = 300;

/** The holes of one symbol's series, one line of time below the other; first of the symbol that lacks the most. */
export function HoleMap({ streams }: { readonly streams: readonly SyncStream[] }): ReactNode {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<string | null>(null);
  const [range, setRange] = useState<Range>('week');
  const [pointed, setPointed] = useState<{ readonly name: string; readonly hole: Hole } | null>(null);
  const holeText = useHoleText();
  const series = useMemo(() => streams.filter(isSeries), [streams]);
  const symbols = useMemo(
    () => [...new Set(series.toSorted((a, b) => missingIn(b) - missingIn(a)).map(({ symbol }) => symbol))],
    [series],
  );
  const symbol = chosen !== null && symbols.includes(chosen) ? chosen : symbols[0];
  const shown = useMemo(
    () => series.filter((one) => one.symbol === symbol).toSorted((a, b) => lengthOf(a) - lengthOf(b)),
    [series, symbol],
  );
  const span = useSpan(range, shown);
  const ranged = ranges.map((value) => ({ value, label: t(`sync.range.${value}`) }));
  if (symbol === undefined || span === null) return null;
  return (
    <section className="hole-map" aria-label={t('sync.holeMap')}>
      <div className="sync-heading">
        <h3 className="health-title">{t('sync.holeMap')}</h3>
        <SelectField
          label={t('column.symbol')}
          options={symbols.map((value) => ({ value, label: value }))}
          value={symbol}
          onChange={setChosen}
        />
        <Segmented label={t('sync.rangeLabel')} segments={ranged} value={range} onChange={setRange} />
        <Legend />
      </div>
      {shown.map((one) => (
        <SeriesLine key={streamName(one)} series={one} span={span} textOf={holeText} onPoint={setPointed} />
      ))}
      <Axis span={span} />
      <p className="hole-map-pointed">
        {pointed === null ? t('sync.holeKeys') : `${pointed.name}: ${holeText(pointed.hole)}`}
      </p>
    </section>
  );
}

interface SeriesLineProps {
  readonly series: Series;
  readonly span: Span;
  readonly textOf: (hole: Hole) => string;
  readonly onPoint: (pointed: { readonly name: string; readonly hole: Hole } | null) => void;
}

const SeriesLine = memo(function SeriesLine({ series, span, textOf, onPoint }: SeriesLineProps): ReactNode {
  const { t } = useTranslation();
  const { symbol, timeframe, firstUtcMs, lastUtcMs } = series;
  const name = streamName(series);
  const holes = useHoles({ symbol, timeframe, fromUtcMs: span.fromUtcMs, revision: revisionOf(series) });
  const point = useCallback((hole: Hole | null) => onPoint(hole === null ? null : { name, hole }), [name, onPoint]);
  // Of a page that is full nothing is known before its oldest hole, and of one that did not come nothing at all.
  const knownFromUtcMs = (holes?.length ?? 0) < holesMax ? firstUtcMs : (holes?.at(-1)?.fromUtcMs ?? firstUtcMs);
  const stored =
    holes === null || knownFromUtcMs === null || lastUtcMs === null
      ? null
      : { fromUtcMs: knownFromUtcMs, toUtcMs: lastUtcMs + timeframeDurationMs(timeframe) };
  return (
    <div className="hole-map-line">
      <span className="hole-map-name" aria-hidden="true">
        {timeframe}
      </span>
      <HoleStrip
        label={t('sync.holesOf', { name })}
        span={span}
        stored={stored}
        holes={holes ?? noHoles}
        textOf={textOf}
        onPoint={point}
      />
    </div>
  );
});

const noHoles: readonly Hole[] = [];

function Legend(): ReactNode {
  const { t } = useTranslation();
  return (
    <span className="hole-legend" aria-hidden="true">
      {(['stored', 'expected', 'unexpected'] as const).map((kind) => (
        <span key={kind} className={`hole-legend-one hole-legend-${kind}`}>
          <svg className="hole-legend-mark" viewBox="0 0 10 10">
            <rect width="10" height="10" />
          </svg>
          {t(`sync.legend.${kind}`)}
        </span>
      ))}
    </span>
  );
}

function Axis({ span: { fromUtcMs, toUtcMs } }: { readonly span: Span }): ReactNode {
  const zone = useViewSetting('zone');
  const textOf = toUtcMs - fromUtcMs > 40 * dayMs ? dateText : minuteStampText;
  return (
    <div className="hole-map-line hole-map-axis">
      <span className="hole-map-name">{zoneText(toUtcMs, zone)}</span>
      <span className="hole-map-ends">
        <span>{textOf(fromUtcMs, zone)}</span>
        <span>{textOf(toUtcMs, zone)}</span>
      </span>
    </div>
  );
}

/** The span that a range means now; the end moves on by steps, so that not every beat of the clock draws all strips anew. */
function useSpan(range: Range, shown: readonly Series[]): Span | null {
  const marketUtcMs = useMarketNow();
  const lastUtcMs = Math.max(...shown.map((one) => one.lastUtcMs ?? 0));
  const firstUtcMs = Math.min(...shown.map((one) => one.firstUtcMs ?? Infinity));
  const nowUtcMs = marketUtcMs ?? lastUtcMs;
  const lengthMs = range === 'all' ? nowUtcMs - firstUtcMs : rangeMs[range];
  const stepMs = Math.max(60_000, lengthMs / steps);
  const toUtcMs = Math.ceil(nowUtcMs / stepMs) * stepMs;
  const isKnown = nowUtcMs > 0 && Number.isFinite(lengthMs) && lengthMs > 0;
  return useMemo(
    () => (isKnown ? { fromUtcMs: Math.floor(toUtcMs - lengthMs), toUtcMs: Math.ceil(toUtcMs) } : null),
    [isKnown, toUtcMs, lengthMs],
  );
}

/** A hole in words: "unexpected, 2025-12-10 08:05 – 08:30, bars missing: 25, times asked for: 2". */
function useHoleText(): (hole: Hole) => string {
  const { t } = useTranslation();
  const zone = useViewSetting('zone');
  const formats = useFormats();
  return useCallback(
    ({ kind, fromUtcMs, toUtcMs, missingBars, attempts, isEmptyAtSource }) => {
      const [from, to] = [minuteStampText(fromUtcMs, zone), minuteStampText(toUtcMs, zone)];
      const isSameDay = from.slice(0, 10) === to.slice(0, 10);
      return [
        t(`holeKind.${kind}`),
        `${from} – ${isSameDay ? to.slice(11) : to}`,
        ...(missingBars === 0 ? [] : [t('sync.missingBars', { bars: formats.figure(missingBars) })]),
        ...(attempts === 0 ? [] : [t('sync.askedTimes', { count: attempts })]),
        ...(isEmptyAtSource ? [t('sync.emptyAtSource')] : []),
      ].join(', ');
    },
    [t, zone, formats],
  );
}

const isSeries = (stream: SyncStream): stream is Series =>
  stream.symbol !== null && stream.timeframe !== null && stream.holes !== null;

const missingIn = ({ holes }: Series): number => holes?.missingBars ?? 0;

const lengthOf = ({ timeframe }: Series): number => timeframes.indexOf(timeframe);

const revisionOf = ({ holes, phase }: Series): string => {
  const { expected, unexpected, missingBars } = assertDefined(holes, 'a series has a hole map');
  return `${phase} ${expected} ${unexpected} ${missingBars}`;
};
