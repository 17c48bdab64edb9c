import type { Bar } from '#shared/market/bar.ts';
import type { Deal } from '#shared/trading/deal.ts';
import {
  CandlestickSeries,
  createChart,
  createSeriesMarkers,
  CrosshairMode,
  HistogramSeries,
  LineStyle,
  type AutoscaleInfo,
  type CandlestickData,
  type HistogramData,
  type IChartApi,
  type IPriceLine,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  type LogicalRange,
  type PriceLineOptions,
  type SeriesMarker,
  type Time,
  type UTCTimestamp,
  type WhitespaceData,
} from 'lightweight-charts';
import type { Zone } from '../format/time-text.ts';
import type { Language } from '../locale/language.ts';
import { axisTimes } from './axis-times.ts';
import { barIndexAt } from './candle-window.ts';
import { chartColours, type ChartColours } from './chart-colours.ts';
import type { LevelLine } from './level-lines.ts';
import { TradeLines } from './trade-lines.ts';
import { tradeMarks, type TradeMark, type TradeMarks } from './trade-marks.ts';

/** So close to the oldest bar held, in bars, that the next page is asked for. */
const edgeBars = 60;

/** Room right of the newest bar. */
const rightOffsetBars = 8;

export interface CandleChartEvents {
  /** The view has come near the oldest bar. */
  readonly onOldestNear: () => void;
  /** The bar under the crosshair, or null when the crosshair has left. */
  readonly onHover: (bar: Bar | null) => void;
  /** The bar that was clicked. */
  readonly onClick: (bar: Bar) => void;
  /** Whether the newest bar is in sight. */
  readonly onLiveInSight: (isInSight: boolean) => void;
}

/** The drawing of one chart. It is told what to draw and knows nothing of the engine. */
export class CandleChart implements Disposable {
  readonly #container: HTMLElement;
  readonly #chart: IChartApi;
  readonly #candles: ISeriesApi<'Candlestick'>;
  readonly #volumes: ISeriesApi<'Histogram'>;
  readonly #markers: ISeriesMarkersPluginApi<Time>;
  readonly #tradeLines: TradeLines;
  readonly #levels = new Map<string, IPriceLine>();
  #bars: readonly Bar[] = [];
  #colours: ChartColours;
  #trades: TradeMarks = { marks: [], lines: [] };
  #markedAtUtcMs: number | null = null;

  constructor(container: HTMLElement, events: CandleChartEvents) {
    this.#container = container;
    this.#colours = chartColours(container);
    this.#chart = createChart(container, {
      autoSize: true,
      layout: { attributionLogo: false, fontSize: 11, fontFamily: getComputedStyle(container).fontFamily },
      crosshair: { mode: CrosshairMode.Normal },
      rightPriceScale: { scaleMargins: { top: 0.08, bottom: 0.2 } },
      timeScale: { timeVisible: true, rightOffset: rightOffsetBars, barSpacing: 7, minBarSpacing: 0.5 },
    });
    this.#candles = this.#chart.addSeries(CandlestickSeries, { priceLineVisible: false, lastValueVisible: false });
    this.#volumes = this.#chart.addSeries(HistogramSeries, {
      priceScaleId: 'volume',
      priceLineVisible: false,
      lastValueVisible: false,
    });
    this.#chart.priceScale('volume').applyOptions({ scaleMargins: { top: 0.86, bottom: 0 } });
    this.#markers = createSeriesMarkers(this.#candles);
    this.#tradeLines = new TradeLines(this.#colours);
    this.#candles.attachPrimitive(this.#tradeLines);
    this.#chart.subscribeCrosshairMove(({ time }) => events.onHover(this.#barAt(time)));
    this.#chart.subscribeClick(({ time }) => {
      const bar = this.#barAt(time);
      if (bar !== null) events.onClick(bar);
    });
    this.#chart.timeScale().subscribeVisibleLogicalRangeChange((range) => {
      if (range === null || this.#bars.length === 0) return;
      if (range.from < edgeBars) events.onOldestNear();
      events.onLiveInSight(range.to >= this.#bars.length - 1);
    });
    this.recolour();
  }

  #barAt(time: Time | undefined): Bar | null {
    return time === undefined ? null : (this.#bars[barIndexAt(this.#bars, Number(time) * 1000)] ?? null);
  }

  /** Draws all bars anew. `bars` oldest first; what was in sight stays where it was, and where the newest was, the newest is. */
  replaceBars(bars: readonly Bar[]): void {
    const timeScale = this.#chart.timeScale();
    const range = timeScale.getVisibleLogicalRange();
    const shift = range === null ? null : this.#shiftTo(bars, range);
    this.#bars = bars;
    this.#candles.setData(bars.map(candleOf));
    this.#volumes.setData(bars.map(volumeOf));
    if (range === null || shift === null) return;
    timeScale.setVisibleLogicalRange({ from: range.from + shift, to: range.to + shift });
  }

  /** By how many bars the view has to move when these bars come in place of those that are drawn; null where nothing of it is left. */
  #shiftTo(bars: readonly Bar[], { from, to }: LogicalRange): number | null {
    if (this.#bars.length > 0 && to >= this.#bars.length - 1) return bars.length - this.#bars.length;
    const anchor = this.#bars[Math.max(0, Math.ceil(from))];
    if (anchor === undefined) return null;
    const after = barIndexAt(bars, anchor.openTimeUtcMs);
    return after === -1 ? null : after - barIndexAt(this.#bars, anchor.openTimeUtcMs);
  }

  /** Draws the newest bars; all of `bars` up to index `from` are drawn already. */
  drawNewest(bars: readonly Bar[], from: number): void {
    this.#bars = bars;
    for (const bar of bars.slice(from)) {
      this.#candles.update(candleOf(bar));
      this.#volumes.update(volumeOf(bar));
    }
  }

  /** The symbol's digits, and its smallest price step. */
  setPrices({ digits, tickSize }: { readonly digits: number; readonly tickSize: number }): void {
    this.#candles.applyOptions({ priceFormat: { type: 'price', precision: digits, minMove: tickSize } });
  }

  setTimes(zone: Zone, language: Language): void {
    const times = axisTimes(zone, language);
    this.#chart.applyOptions({
      localization: { timeFormatter: times.crosshair, locale: language },
      timeScale: { tickMarkFormatter: times.tick },
    });
  }

  /** From now on the scale takes in these levels, too, besides the candles in sight. */
  keepInSight(levels: readonly number[]): void {
    this.#candles.applyOptions({
      autoscaleInfoProvider: (candles: () => AutoscaleInfo | null) => withLevels(candles(), levels),
    });
  }

  showLevels(lines: readonly LevelLine[]): void {
    const wanted = new Set(lines.map((line) => line.id));
    for (const [id, drawn] of this.#levels) {
      if (wanted.has(id)) continue;
      this.#candles.removePriceLine(drawn);
      this.#levels.delete(id);
    }
    for (const line of lines) {
      const options = levelLook(line, this.#colours);
      const drawn = this.#levels.get(line.id);
      if (drawn === undefined) this.#levels.set(line.id, this.#candles.createPriceLine(options));
      else drawn.applyOptions(options);
    }
  }

  /** `deals` newest first. */
  showTrades(deals: readonly Deal[], symbol: string): void {
    this.#drawTrades(tradeMarks(deals, symbol, this.#bars));
  }

  #drawTrades(trades: TradeMarks): void {
    this.#trades = trades;
    this.#tradeLines.show(trades.lines, this.#colours);
    this.#drawMarkers();
  }

  /** Points at the bar that holds a moment; null at none. */
  markBar(atUtcMs: number | null): void {
    this.#markedAtUtcMs = atUtcMs;
    this.#drawMarkers();
  }

  #drawMarkers(): void {
    const trades = this.#trades.marks.map((mark) => markerOf(mark, this.#colours));
    const marked = this.#markedAtUtcMs === null ? undefined : this.#bars[barIndexAt(this.#bars, this.#markedAtUtcMs)];
    const pointer = marked === undefined ? [] : [pointerOf(marked, this.#colours)];
    this.#markers.setMarkers([...trades, ...pointer].toSorted((a, b) => Number(a.time) - Number(b.time)));
  }

  /** Puts the bar that holds a moment into the middle. */
  scrollTo(atUtcMs: number): void {
    const timeScale = this.#chart.timeScale();
    const range = timeScale.getVisibleLogicalRange();
    if (range === null) return;
    const [at, half] = [barIndexAt(this.#bars, atUtcMs), (range.to - range.from) / 2];
    timeScale.setVisibleLogicalRange({ from: at - half, to: at + half });
  }

  scrollToLive(): void {
    // Without the animation, which a page of history that arrives meanwhile would stop half-way.
    this.#chart.timeScale().scrollToPosition(rightOffsetBars, false);
  }

  /** Takes the colours of the theme that is in force now; levels follow when they are shown next. */
  recolour(): void {
    const colours = chartColours(this.#container);
    this.#colours = colours;
    this.#chart.applyOptions({
      layout: { background: { color: colours.ground }, textColor: colours.text },
      grid: { vertLines: { color: colours.grid }, horzLines: { color: colours.grid } },
      crosshair: {
        vertLine: { color: colours.crosshair, labelBackgroundColor: colours.label },
        horzLine: { color: colours.crosshair, labelBackgroundColor: colours.label },
      },
      rightPriceScale: { borderColor: colours.border },
      timeScale: { borderColor: colours.border },
    });
    this.#candles.applyOptions({
      upColor: colours.up,
      downColor: colours.down,
      wickUpColor: colours.up,
      wickDownColor: colours.down,
      borderVisible: false,
    });
    this.#volumes.applyOptions({ color: colours.volume });
    this.#drawTrades(this.#trades);
  }

  [Symbol.dispose](): void {
    this.#chart.remove();
  }
}

function withLevels(scale: AutoscaleInfo | null, levels: readonly number[]): AutoscaleInfo | null {
  const range = scale?.priceRange ?? null;
  if (scale === null || range === null) return scale;
  const priceRange = {
    minValue: Math.min(range.minValue, ...levels),
    maxValue: Math.max(range.maxValue, ...levels),
  };
  return { ...scale, priceRange };
}

const timeOf = (openTimeUtcMs: number): UTCTimestamp => (openTimeUtcMs / 1000) as UTCTimestamp;

const candleOf = ({ openTimeUtcMs, open, high, low, close }: Bar): CandlestickData => ({
  time: timeOf(openTimeUtcMs),
  open,
  high,
  low,
  close,
});

/** A volume that is unknown is left blank: zero would be a claim. */
const volumeOf = ({ openTimeUtcMs, tickVolume }: Bar): HistogramData | WhitespaceData =>
  tickVolume === null ? { time: timeOf(openTimeUtcMs) } : { time: timeOf(openTimeUtcMs), value: tickVolume };

function markerOf({ id, openTimeUtcMs, price, side, kind }: TradeMark, colours: ChartColours): SeriesMarker<Time> {
  return {
    id,
    time: timeOf(openTimeUtcMs),
    price,
    position: 'atPriceMiddle',
    shape: kind === 'exit' ? 'circle' : side === 'buy' ? 'arrowUp' : 'arrowDown',
    color: kind === 'exit' ? colours.text : colours.entry,
    size: 1,
  };
}

const pointerOf = ({ openTimeUtcMs }: Bar, colours: ChartColours): SeriesMarker<Time> => ({
  id: 'pointer',
  time: timeOf(openTimeUtcMs),
  position: 'aboveBar',
  shape: 'arrowDown',
  color: colours.ticket,
  size: 1.6,
});

/** Both halves of a level's look: its line across the chart, and its label on the axis. */
function levelLook({ kind, owner, price, text }: LevelLine, colours: ChartColours): PriceLineOptions {
  const isTicket = owner === 'ticket';
  const colour = isTicket && kind !== 'stop' && kind !== 'target' ? colours.ticket : levelColour(kind, colours);
  return {
    price,
    color: colour,
    axisLabelColor: colour,
    axisLabelTextColor: colours.ground,
    title: text,
    lineWidth: 1,
    lineVisible: true,
    axisLabelVisible: kind !== 'worst',
    lineStyle: levelStyle(kind, isTicket),
  };
}

function levelStyle(kind: LevelLine['kind'], isTicket: boolean): LineStyle {
  if (kind === 'bid' || kind === 'ask') return LineStyle.Dotted;
  if (kind === 'worst') return LineStyle.SparseDotted;
  return isTicket ? LineStyle.LargeDashed : kind === 'entry' ? LineStyle.Solid : LineStyle.Dashed;
}

function levelColour(kind: LevelLine['kind'], colours: ChartColours): string {
  switch (kind) {
    case 'bid':
      return colours.bid;
    case 'ask':
      return colours.ask;
    case 'stop':
      return colours.down;
    case 'target':
      return colours.up;
    case 'entry':
    case 'worst':
      return colours.entry;
  }
}
