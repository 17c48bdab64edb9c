import type {
  IChartApi,
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesApi,
  ISeriesPrimitive,
  SeriesAttachedParameter,
  Time,
  UTCTimestamp,
} from 'lightweight-charts';
import type { ChartColours } from './chart-colours.ts';
import type { TradeLine } from './trade-marks.ts';

type PaneTarget = Parameters<IPrimitivePaneRenderer['draw']>[0];

/** Draws a dashed line from each entry to its exit. The chart library has markers, but nothing that joins two of them. */
export class TradeLines implements ISeriesPrimitive {
  #chart: IChartApi | null = null;
  #series: ISeriesApi<'Candlestick'> | null = null;
  #redraw: (() => void) | null = null;
  #lines: readonly TradeLine[] = [];
  #colours: ChartColours;
  readonly #views: readonly IPrimitivePaneView[];

  constructor(colours: ChartColours) {
    this.#colours = colours;
    const renderer: IPrimitivePaneRenderer = { draw: (target) => this.#draw(target) };
    this.#views = [{ renderer: () => renderer }];
  }

  show(lines: readonly TradeLine[], colours: ChartColours): void {
    this.#lines = lines;
    this.#colours = colours;
    this.#redraw?.();
  }

  attached({ chart, series, requestUpdate }: SeriesAttachedParameter<Time, 'Candlestick'>): void {
    this.#chart = chart;
    this.#series = series;
    this.#redraw = requestUpdate;
  }

  detached(): void {
    this.#chart = null;
    this.#series = null;
    this.#redraw = null;
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return this.#views;
  }

  #draw(target: PaneTarget): void {
    target.useMediaCoordinateSpace(({ context }) => {
      context.lineWidth = 1;
      context.setLineDash([4, 3]);
      for (const { from, to, isProfit } of this.#lines) {
        const [start, end] = [this.#pointOf(from), this.#pointOf(to)];
        if (start === null || end === null) continue;
        context.strokeStyle = isProfit ? this.#colours.up : this.#colours.down;
        context.beginPath();
        context.moveTo(start.x, start.y);
        context.lineTo(end.x, end.y);
        context.stroke();
      }
    });
  }

  #pointOf({ openTimeUtcMs, price }: TradeLine['from']): { readonly x: number; readonly y: number } | null {
    const x = this.#chart?.timeScale().timeToCoordinate((openTimeUtcMs / 1000) as UTCTimestamp) ?? null;
    const y = this.#series?.priceToCoordinate(price) ?? null;
    return x === null || y === null ? null : { x, y };
  }
}
