import type { Result } from '#shared/base/result.ts';
import { timeframeDurationMs } from '#shared/market/timeframe.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import type { Refusal } from '../stream/ask-engine.ts';
import type { BarFeed, BarNews, LiveBar, SeriesKey } from '../stream/bar-feed.ts';
import {
  emptyWindow,
  holdsMoment,
  newestWindow,
  pastWindow,
  withLive,
  withOlder,
  type CandleWindow,
  type Page,
} from './candle-window.ts';

/** Bars of one page: a screen at the least, and few enough to draw without a pause. */
const pageBars = 1500;
/** Live bars kept while the newest page is on its way; past it the page is asked for again. */
const pendingMax = 5000;
/** So many bars that follow on a moment are fetched with it: what came of it is what one wants to see. */
const barsAfter = 400;

export interface SourceView {
  readonly window: CandleWindow;
  /** Where the bars come from: the terminal's own, an import, nothing yet. */
  readonly source: string | null;
  readonly state: 'loading' | 'ready' | Refusal;
}

export type RequestPage = (beforeUtcMs: UtcMs | null, limit: number) => Promise<Result<BarsPage, Refusal>>;

interface BarsPage {
  readonly source: string | null;
  readonly bars: Page['bars'];
}

/** How the bars changed: all of them, or only those from an index on. */
export type BarsChange = { readonly kind: 'replaced' } | { readonly kind: 'appended'; readonly from: number };

/** Keeps the window of one series filled: newest page first, live bars behind it, older pages in front as they are asked for. */
export class CandleSource implements Disposable {
  readonly #series: SeriesKey;
  readonly #requestPage: RequestPage;
  readonly #onChange: (view: SourceView, change: BarsChange) => void;
  readonly #stop: () => void;
  #view: SourceView = { window: emptyWindow, source: null, state: 'loading' };
  /** Live bars that arrive while the newest page is on its way; null at other times. */
  #pending: LiveBar[] | null = null;
  #isAsking = false;
  /** What has to be done instead of what a page was asked for that is still on its way; the newest wish counts. */
  #instead: (() => Promise<void>) | null = null;
  #isDisposed = false;

  constructor(
    series: SeriesKey,
    {
      feed,
      requestPage,
      onChange,
    }: {
      readonly feed: BarFeed;
      readonly requestPage: RequestPage;
      readonly onChange: (view: SourceView, change: BarsChange) => void;
    },
  ) {
    this.#series = series;
    this.#requestPage = requestPage;
    this.#onChange = onChange;
    this.#stop = feed.listen(series, (news) => this.#hear(news));
    void this.loadNewest();
  }

  /** Starts over at the newest bar. */
  async loadNewest(): Promise<void> {
    if (this.#isAsking) {
      this.#instead = () => this.loadNewest();
      return;
    }
    this.#pending = [];
    const page = await this.#ask(null);
    const pending = this.#pending;
    this.#pending = null;
    if (this.#instead !== null) return this.#doInstead();
    if (page === null) {
      this.#partFromLive();
      return;
    }
    const window = withLive(newestWindow({ bars: page.bars, barsWanted: pageBars }), pending);
    this.#change({ window, source: page.source, state: 'ready' }, { kind: 'replaced' });
  }

  /** Puts the page before the oldest bar in front, if there is one and none is on its way. */
  async loadOlder(): Promise<void> {
    const [oldest] = this.#view.window.bars;
    if (this.#isAsking || oldest === undefined || !this.#view.window.hasOlder) return;
    const page = await this.#ask(oldest.openTimeUtcMs);
    if (this.#instead !== null) return this.#doInstead();
    if (page === null) return;
    const window = withOlder(this.#view.window, { bars: page.bars, barsWanted: pageBars });
    this.#change({ ...this.#view, window, state: 'ready' }, { kind: 'replaced' });
  }

  /** Holds the bar of a moment, however long ago: as it is where it does so already, else with the page around that bar. */
  async loadAround(atUtcMs: number): Promise<void> {
    if (holdsMoment(this.#view.window, atUtcMs)) return;
    if (this.#isAsking) {
      this.#instead = () => this.loadAround(atUtcMs);
      return;
    }
    const page = await this.#ask(utcMs(atUtcMs + barsAfter * timeframeDurationMs(this.#series.timeframe)));
    if (this.#instead !== null) return this.#doInstead();
    if (page === null) return;
    const window = pastWindow({ bars: page.bars, barsWanted: pageBars });
    this.#change({ window, source: page.source, state: 'ready' }, { kind: 'replaced' });
  }

  [Symbol.dispose](): void {
    this.#isDisposed = true;
    this.#stop();
  }

  /** One page, or null where it was refused (which is then shown) or nobody looks any more. */
  async #ask(beforeUtcMs: UtcMs | null): Promise<BarsPage | null> {
    this.#isAsking = true;
    const page = await this.#requestPage(beforeUtcMs, pageBars);
    this.#isAsking = false;
    if (this.#isDisposed) return null;
    if (page.ok) return page.value;
    this.#change({ ...this.#view, state: page.error }, { kind: 'replaced' });
    return null;
  }

  /** The newest bars were refused: what came since those that are held is not known, so no live bar may follow on them. */
  #partFromLive(): void {
    const { window } = this.#view;
    if (this.#isDisposed || window.bars.length === 0) return;
    this.#change({ ...this.#view, window: { ...window, reachesLive: false } }, { kind: 'replaced' });
  }

  async #doInstead(): Promise<void> {
    const next = this.#instead;
    this.#instead = null;
    if (!this.#isDisposed) await next?.();
  }

  #hear(news: BarNews): void {
    if (news.kind === 'restarted') void this.loadNewest();
    else if (this.#pending === null) this.#append(news.bars);
    else if (this.#pending.length < pendingMax) this.#pending.push(...news.bars);
    else this.#instead = () => this.loadNewest();
  }

  #append(bars: readonly LiveBar[]): void {
    const before = this.#view.window;
    const window = withLive(before, bars);
    if (window === before) return;
    const isTrimmed = window.bars[0] !== before.bars[0] && before.bars.length > 0;
    const change: BarsChange = isTrimmed
      ? { kind: 'replaced' }
      : { kind: 'appended', from: Math.max(0, before.bars.length - 1) };
    this.#change({ ...this.#view, window }, change);
  }

  #change(view: SourceView, change: BarsChange): void {
    this.#view = view;
    this.#onChange(view, change);
  }
}
