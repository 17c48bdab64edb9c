import { assertDefined } from '#shared/base/assert.ts';
import { fault, FaultError, type Fault } from '#shared/base/fault.ts';
import type { FaultCode } from '#shared/base/fault-codes.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { SyncStream } from '#shared/contract/sync-health.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import { classifyGap, type ClassifiedGap } from '#shared/market/classify-gap.ts';
import { hoursOfSessions, hoursOfWeek } from '#shared/market/market-hours.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { Tick } from '#shared/market/quote.ts';
import { timeframes, type Timeframe } from '#shared/market/timeframe.ts';
import { brokerClock } from '#shared/time/broker-clock.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import { endOfTimeUtcMs, utcMs } from '#shared/units/utc-ms.ts';
import type { BarStore } from '#main/ports/bar-store.ts';
import type { CalendarStore } from '#main/ports/calendar-store.ts';
import type { KnownDeals } from '#main/ports/deal-sync.ts';
import type { SyncStore } from '#main/ports/sync-store.ts';
import type { TerminalEvent, TerminalSnapshot } from '#main/ports/terminal-event.ts';
import type { HistorySpan, TerminalHistory } from '#main/ports/terminal-history.ts';
import type { TickStore } from '#main/ports/tick-store.ts';
import { createManualClock, type ManualClock } from '#main/testkit/manual-clock.ts';
import { createMemoryBarStore } from '#main/testkit/memory-bar-store.ts';
import { createMemoryCalendarStore } from '#main/testkit/memory-calendar-store.ts';
import { createMemorySyncStore } from '#main/testkit/memory-sync-store.ts';
import { createMemoryTickStore } from '#main/testkit/memory-tick-store.ts';
import { createRecordingLogger, type RecordedLine } from '#main/testkit/recording-logger.ts';
import { sampleAccount } from '#main/testkit/sample-account.ts';
import { sampleAdviserLimits } from '#main/testkit/sample-adviser-limits.ts';
import { sampleBars } from '#main/testkit/sample-bars.ts';
import { sampleGold, sampleInstrument } from '#main/testkit/sample-instrument.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import { seededRandom } from '#shared/base/seeded-random.ts';
import { AdvancingMarketClock } from './advancing-market-clock.ts';
import { buildLongerBars, terminalSeries } from './longer-bars.ts';
import type { SyncPlan } from './sync-context.ts';
import { createSynchronizer, type Synchronizer } from './synchronizer.ts';

export const rigClock = brokerClock('ny+7');
export const gold = sampleInstrument({
  sessions: [1, 2, 3, 4, 5].map((day) => ({ day, fromMinute: 60, toMinute: 1440 })),
});
export const symbol = sampleGold.symbol;
export const minuteMs = 60_000;
export const dayMs = 86_400_000;
/** A Tuesday morning in New York’s winter. */
export const rigNowUtcMs = Date.UTC(2024, 1, 20, 10);

/** Two weeks of minutes, five weeks of coarse bars. */
export const shortPlan: SyncPlan = {
  m1Years: 14 / 365.25,
  coarseYears: 35 / 365.25,
  tickDays: 0,
  tickRetentionDays: 30,
  tickBudgetMb: 1024,
};

const hours = hoursOfWeek({ closeHour: 17, openHour: 18 }, rigClock);
const firstUtcMs = Date.UTC(2024, 0, 15);

/** A market’s minutes in its hours, made once. */
const marketMinutes: readonly Bar[] = (() => {
  const count = (Date.UTC(2024, 2, 14) - firstUtcMs) / minuteMs;
  const span = { fromUtcMs: utcMs(firstUtcMs), toUtcMs: utcMs(firstUtcMs + count * minuteMs) };
  const open = hours.openSpans(span);
  let index = 0;
  return sampleBars({ count, startUtcMs: firstUtcMs, seed: 11 }).filter(({ openTimeUtcMs }) => {
    while ((open[index]?.toUtcMs ?? Infinity) <= openTimeUtcMs) index += 1;
    return (open[index]?.fromUtcMs ?? Infinity) <= openTimeUtcMs;
  });
})();

/** How the terminal’s history service takes the next request; `answer` where nothing is said. */
export type HistoryManner =
  | 'answer'
  | 'refuse'
  | 'hang'
  | 'loseRecords'
  | 'outOfOrder'
  | 'repeatPage'
  | 'leaveHalfway'
  | { readonly refuseWith: FaultCode };

/** What the terminal has: minutes until now, and longer bars built from them. */
export interface Source {
  minutes: readonly Bar[];
  /** Minutes are asked for from here on only, as brokers keep them. */
  minutesFromUtcMs: number;
  ticks: readonly Tick[];
  nowUtcMs: number;
}

const closedMinutes = ({ minutes, nowUtcMs }: Source): readonly Bar[] =>
  minutes.filter(({ openTimeUtcMs }) => openTimeUtcMs + minuteMs <= nowUtcMs);

/** The bars of the source in its present minute, by timeframe; made anew when a minute passes or a test changes the minutes. */
const made = new WeakMap<readonly Bar[], { readonly minute: number; readonly bars: Map<Timeframe, readonly Bar[]> }>();

export function barsOfSource(source: Source, timeframe: Timeframe): readonly Bar[] {
  const minute = Math.floor(source.nowUtcMs / minuteMs);
  const known = made.get(source.minutes);
  const bars = known?.minute === minute ? known.bars : new Map<Timeframe, readonly Bar[]>();
  made.set(source.minutes, { minute, bars });
  const ofTimeframe = bars.get(timeframe) ?? makeBars(source, timeframe);
  bars.set(timeframe, ofTimeframe);
  return timeframe === 'M1'
    ? ofTimeframe.filter(({ openTimeUtcMs }) => openTimeUtcMs >= source.minutesFromUtcMs)
    : ofTimeframe;
}

function makeBars(source: Source, timeframe: Timeframe): readonly Bar[] {
  const minutes = closedMinutes(source);
  if (timeframe === 'M1') return minutes;
  const longer = buildLongerBars(minutes, { clock: rigClock, atUtcMs: utcMs(source.nowUtcMs) });
  return longer.filter((it) => it.timeframe === timeframe).map(({ bar }) => bar);
}

export const createSource = (nowUtcMs = rigNowUtcMs): Source => ({
  minutes: marketMinutes,
  minutesFromUtcMs: 0,
  ticks: [],
  nowUtcMs,
});

export const sampleTick = (occurredAtUtcMs: number, bid = 2000): Tick => sampleQuote({ occurredAtUtcMs, bid });

export interface RigSpec {
  readonly source?: Source;
  readonly plan?: SyncPlan;
  readonly symbols?: readonly string[];
  readonly bars?: BarStore;
  readonly sync?: SyncStore;
  readonly known?: readonly Instrument[];
}

/** What a test leads the synchronizer by, and looks at. */
export interface SyncRig {
  readonly source: Source;
  readonly clock: ManualClock;
  readonly sync: SyncStore;
  readonly ticks: TickStore;
  readonly calendar: CalendarStore;
  readonly lines: readonly RecordedLine[];
  /** Of the next requests for bars, in order. */
  readonly manners: HistoryManner[];
  readonly tickManners: HistoryManner[];
  readonly requests: (HistorySpan & { readonly timeframe: Timeframe | null })[];
  /** `+symbol`, `-symbol` and `calendar days`, as the terminal was asked. */
  readonly subscriptions: readonly string[];
  /** Of which series the derived was told to be made anew, and from when. */
  readonly changed: readonly string[];
  /** Bars of which the engine was told that they closed. */
  readonly told: readonly string[];
  readonly synchronizer: Synchronizer;
  readonly refreshed: number;
  readonly stored: (timeframe: Timeframe) => readonly Bar[];
  readonly series: (timeframe: Timeframe) => BarSeries;
  readonly hear: (event: TerminalEvent) => boolean;
  readonly tellMinutes: (minutes: readonly Bar[]) => boolean;
  readonly tellLate: (minutes: readonly Bar[]) => boolean;
  readonly pass: (ms: number, stepMs?: number) => Promise<void>;
  readonly sleep: (ms: number) => void;
  readonly deals: (known: KnownDeals) => void;
  readonly refuseToStore: (why: Fault | null) => void;
  readonly connect: (how?: ConnectSpec) => void;
  readonly disconnect: () => void;
  readonly historyLeaves: () => void;
  readonly historyComes: () => void;
  readonly restart: () => void;
  readonly stream: (kind: SyncStream['kind'], timeframe?: Timeframe | null) => SyncStream;
  readonly differences: () => readonly string[];
}

interface ConnectSpec {
  readonly withHistory?: boolean;
  readonly instruments?: readonly Instrument[];
  readonly replay?: TerminalSnapshot['replay'];
}

const pageSize = 600;
const pageMs = 1;

/** A synchronizer before a terminal that a test leads: connects, kills, lets lie, and moves on in time. */
export function createSyncRig(spec: RigSpec = {}): SyncRig {
  const source = spec.source ?? createSource();
  const clock = createManualClock({ wall: source.nowUtcMs });
  const marketClock = new AdvancingMarketClock();
  const sync = spec.sync ?? createMemorySyncStore();
  const memoryBars = spec.bars ?? createMemoryBarStore((state) => sync.saveState(state));
  const ticks = createMemoryTickStore();
  const calendar = createMemoryCalendarStore();
  const { logger, lines } = createRecordingLogger();
  const random = seededRandom(5);
  const manners: HistoryManner[] = [];
  const tickManners: HistoryManner[] = [];
  const requests: (HistorySpan & { readonly timeframe: Timeframe | null })[] = [];
  const subscriptions: string[] = [];
  const changed: string[] = [];
  let storeRefusal: Fault | null = null;
  let isConnected = false;
  let hasHistory = false;
  let refreshed = 0;
  let liveSentToUtcMs = -1;
  let isSubscribed = true;
  const leaves = new Set<() => void>();

  const refuseWhereFull = (): void => {
    if (storeRefusal !== null) throw new FaultError(storeRefusal);
  };
  /** All of them lie in one file: what cannot be written can be written nowhere. */
  const writable = <Arguments extends readonly unknown[], Answer>(write: (...given: Arguments) => Answer) => {
    return (...given: Arguments): Answer => {
      refuseWhereFull();
      return write(...given);
    };
  };
  const stores = {
    bars: { ...memoryBars, record: writable(memoryBars.record) },
    ticks: { ...ticks, append: writable(ticks.append), fill: writable(ticks.fill), prune: writable(ticks.prune) },
    sync: {
      ...sync,
      saveState: writable(sync.saveState),
      log: writable(sync.log),
      replaceHoles: writable(sync.replaceHoles),
    },
    calendar: { ...calendar, record: writable(calendar.record) },
  };

  const answer = <Item>(
    items: readonly Item[],
    manner: HistoryManner,
    onPage: (page: readonly Item[]) => void,
  ): Promise<Result<number, Fault>> => {
    if (!hasHistory) return Promise.resolve(err(fault('NOT_CONNECTED', 'no service')));
    if (manner === 'refuse') return Promise.resolve(err(fault('HISTORY_UNAVAILABLE', 'not now')));
    if (typeof manner === 'object') return Promise.resolve(err(fault(manner.refuseWith, 'refused')));
    const pages: (readonly Item[])[] = [];
    for (let from = 0; from < items.length; from += pageSize) pages.push(items.slice(from, from + pageSize));
    if (manner === 'outOfOrder') pages.reverse();
    if (manner === 'repeatPage' && pages[0] !== undefined) pages.splice(1, 0, pages[0]);
    if (manner === 'loseRecords') pages.splice(Math.floor(pages.length / 2), 1);
    return new Promise((resolve) => {
      const leave = (): void => {
        leaves.delete(leave);
        resolve(err(fault('NOT_CONNECTED', 'left')));
      };
      leaves.add(leave);
      const step = (index: number): void => {
        if (!leaves.has(leave)) return;
        if (manner === 'hang' && index > 0) return;
        if (manner === 'leaveHalfway' && index >= pages.length / 2) {
          leave();
          return;
        }
        const page = pages[index];
        if (page === undefined) {
          leaves.delete(leave);
          resolve(ok(items.length));
          return;
        }
        onPage(page);
        clock.timers.after(durationMs(pageMs), () => step(index + 1));
      };
      clock.timers.after(durationMs(pageMs), () => step(0));
    });
  };
  const history: TerminalHistory = {
    get isConnected() {
      return hasHistory;
    },
    bars: (span, onPage) => {
      requests.push(span);
      const isWithin = ({ openTimeUtcMs }: Bar) => openTimeUtcMs >= span.fromUtcMs && openTimeUtcMs <= span.toUtcMs;
      return answer(barsOfSource(source, span.timeframe).filter(isWithin), manners.shift() ?? 'answer', onPage);
    },
    ticks: (span, onPage) => {
      requests.push({ ...span, timeframe: null });
      const isWithin = ({ occurredAtUtcMs }: Tick) =>
        occurredAtUtcMs >= span.fromUtcMs && occurredAtUtcMs < span.toUtcMs;
      return answer(source.ticks.filter(isWithin), tickManners.shift() ?? 'answer', onPage);
    },
  };

  const told: string[] = [];
  const listener = {
    barFormed: () => undefined,
    barClosed: (_: string, timeframe: Timeframe, bar: Bar) => void told.push(`${timeframe} ${bar.openTimeUtcMs}`),
  };
  let known: KnownDeals | null = null;
  const create = (): Synchronizer =>
    createSynchronizer({
      symbols: spec.symbols ?? [symbol],
      plan: spec.plan ?? shortPlan,
      brokerClock: rigClock,
      history,
      subscriptions: {
        subscribeSymbol: (it) => {
          subscriptions.push(`+${it}`);
          isSubscribed = true;
          liveSentToUtcMs = newestStored() - 1;
          return isConnected;
        },
        unsubscribeSymbol: (it) => {
          subscriptions.push(`-${it}`);
          isSubscribed = false;
          return isConnected;
        },
        requestCalendar: ({ fromUtcMs, toUtcMs }) => {
          if (isConnected) subscriptions.push(`calendar ${(toUtcMs - fromUtcMs) / dayMs}`);
          return isConnected;
        },
      },
      stores,
      trades: {
        refresh: () => {
          refreshed += 1;
          return isConnected;
        },
        deals: { known: () => known, resumeAfter: () => null, log: () => undefined, logs: () => [] },
      },
      storeHealth: () => [],
      projections: () => [],
      isConnected: () => isConnected,
      knownInstruments: () => spec.known ?? [],
      barsChanged: (series, fromUtcMs) => void changed.push(`${series.timeframe} ${fromUtcMs}`),
      ...{ marketClock, wallClock: clock.wall, monotonicClock: clock.monotonic, timers: clock.timers, logger },
      rng: { bytes: (length) => Uint8Array.from({ length }, () => Math.floor(random() * 256)) },
    });
  let synchronizer = create();

  const series = (timeframe: Timeframe): BarSeries => terminalSeries(symbol, timeframe, rigClock);
  const stored = (timeframe: Timeframe): readonly Bar[] =>
    memoryBars.read({ series: series(timeframe), beforeUtcMs: endOfTimeUtcMs, limit: 1_000_000 });
  const newestStored = (): number => stored('M1').at(-1)?.openTimeUtcMs ?? -1;
  const hear = (event: TerminalEvent): boolean => synchronizer.hear(event, listener);
  const tellMinutes = (minutes: readonly Bar[]): boolean =>
    hear({ kind: 'barsReceived', symbol, timeframe: 'M1', bars: minutes, forming: null });

  /** What the terminal tells out of its turn goes only where it is subscribed to. */
  const tellLate = (minutes: readonly Bar[]): boolean => isConnected && isSubscribed && tellMinutes(minutes);

  /** The trading session’s own stream of closed minutes: from the last stored one on, then each as it closes. */
  const tellLive = (): void => {
    if (!isConnected || !isSubscribed) return;
    const from = liveSentToUtcMs;
    const closed = barsOfSource(source, 'M1');
    const missed = from < 0 ? closed.slice(-1) : closed.filter(({ openTimeUtcMs }) => openTimeUtcMs > from);
    // A page that cannot be stored ends the subscription, and what comes after it is not told.
    for (let index = 0; index < missed.length; index += pageSize) tellLate(missed.slice(index, index + pageSize));
    liveSentToUtcMs = closed.at(-1)?.openTimeUtcMs ?? liveSentToUtcMs;
  };

  const flush = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  /** Lets time pass, with all that is due in it. */
  const pass = async (ms: number, stepMs = 10): Promise<void> => {
    for (let gone = 0; gone < ms; gone += stepMs) {
      source.nowUtcMs += stepMs;
      clock.advance(stepMs);
      if (Math.floor(source.nowUtcMs / minuteMs) !== Math.floor((source.nowUtcMs - stepMs) / minuteMs)) tellLive();
      await flush();
    }
  };

  return {
    ...{ source, clock, sync, ticks, calendar, lines, manners, tickManners, requests, subscriptions, changed, told },
    ...{ stored, series, hear, tellMinutes, tellLate, pass },
    /** The desk’s steady clock stands meanwhile, as it does where the machine sleeps. */
    sleep: (ms: number) => {
      source.nowUtcMs += ms;
      clock.setWall(clock.wall.nowUtcMs() + ms);
    },
    get synchronizer() {
      return synchronizer;
    },
    get refreshed() {
      return refreshed;
    },
    deals: (it: KnownDeals) => {
      known = it;
    },
    refuseToStore: (why: Fault | null) => {
      storeRefusal = why;
    },
    connect: ({ withHistory = true, instruments = [gold], replay = null } = {}) => {
      liveSentToUtcMs = newestStored() - 1;
      isSubscribed = true;
      hear({ kind: 'sessionOpened', snapshot: { ...sampleSession(source.nowUtcMs, instruments), replay } });
      isConnected = true;
      hasHistory = withHistory;
      tellLive();
    },
    disconnect: () => {
      isConnected = false;
      hasHistory = false;
      for (const leave of [...leaves]) leave();
      hear({ kind: 'sessionClosed', fault: fault('SESSION_SILENT', 'gone') });
    },
    historyLeaves: () => {
      hasHistory = false;
      for (const leave of [...leaves]) leave();
    },
    historyComes: () => {
      hasHistory = true;
    },
    /** What a kill leaves is what is stored. */
    restart: () => {
      synchronizer.dispose();
      isConnected = false;
      hasHistory = false;
      for (const leave of [...leaves]) leave();
      synchronizer = create();
    },
    stream: (kind: SyncStream['kind'], timeframe: Timeframe | null = null): SyncStream => {
      const found = synchronizer.health().streams.find((it) => it.kind === kind && it.timeframe === timeframe);
      return assertDefined(found, `there is a stream ${kind} ${timeframe ?? ''}`);
    },
    /** Where what is stored is not what the source has, bars and holes; empty where it is all the same. */
    differences: (): readonly string[] => {
      const wantedFrom = utcMs(sync.state({ kind: 'bars', symbol, timeframe: 'M1' })?.wantedFromUtcMs ?? 0);
      return timeframes.flatMap((timeframe) => {
        const isWanted = ({ openTimeUtcMs }: Bar) => openTimeUtcMs >= wantedFrom;
        const theirs = barsOfSource(source, timeframe).filter(isWanted);
        const holes = sync
          .holes(series(timeframe), { fromUtcMs: wantedFrom, toUtcMs: endOfTimeUtcMs })
          .filter(({ fromUtcMs }) => fromUtcMs > (theirs[0]?.openTimeUtcMs ?? 0));
        return [
          ...compareBars(timeframe, stored(timeframe).filter(isWanted), theirs),
          ...compareHoles(timeframe, holes, holesOf(theirs, timeframe)),
        ];
      });
    },
  };
}

function compareBars(timeframe: Timeframe, ours: readonly Bar[], theirs: readonly Bar[]): readonly string[] {
  const known = new Map(ours.map((bar) => [bar.openTimeUtcMs, JSON.stringify(bar)]));
  const missing = theirs.filter((bar) => known.get(bar.openTimeUtcMs) !== JSON.stringify(bar));
  const wrong = missing.map(({ openTimeUtcMs }) => `${timeframe} ${new Date(openTimeUtcMs).toISOString()}`).slice(0, 5);
  return ours.length === theirs.length ? wrong : [...wrong, `${timeframe}: ${ours.length} of ${theirs.length}`];
}

const marketHours = hoursOfSessions({ sessions: gold.sessions, toldAtUtcMs: utcMs(rigNowUtcMs), clock: rigClock });

function holesOf(bars: readonly Bar[], timeframe: Timeframe): readonly ClassifiedGap[] {
  const holes: ClassifiedGap[] = [];
  bars.slice(1).forEach(({ openTimeUtcMs: firstAfterUtcMs }, index) => {
    const lastBeforeUtcMs = bars[index]?.openTimeUtcMs ?? firstAfterUtcMs;
    const context = { timeframe, clock: rigClock, hours: marketHours };
    const hole = classifyGap({ lastBeforeUtcMs, firstAfterUtcMs }, context);
    if (hole !== null) holes.push(hole);
  });
  return holes;
}

function compareHoles(
  timeframe: Timeframe,
  ours: readonly ClassifiedGap[],
  theirs: readonly ClassifiedGap[],
): readonly string[] {
  const nameOf = ({ fromUtcMs, toUtcMs, kind }: ClassifiedGap): string =>
    `${timeframe} ${kind} ${new Date(fromUtcMs).toISOString()} ${new Date(toUtcMs).toISOString()}`;
  const [known, wanted] = [ours.map(nameOf), theirs.map(nameOf)];
  return [
    ...known.filter((it) => !wanted.includes(it)).map((it) => `not there: ${it}`),
    ...wanted.filter((it) => !known.includes(it)).map((it) => `not known: ${it}`),
  ].slice(0, 5);
}

const sampleSession = (nowUtcMs: number, instruments: readonly Instrument[]): TerminalSnapshot => ({
  account: sampleAccount({ occurredAtUtcMs: nowUtcMs }),
  build: '5000',
  adviserVersion: '0.3.0',
  instruments,
  ...{ positions: [], orders: [], deals: [], cash: [], journalMarks: [] },
  limits: sampleAdviserLimits(),
  replay: null,
  occurredAtUtcMs: utcMs(nowUtcMs),
});
