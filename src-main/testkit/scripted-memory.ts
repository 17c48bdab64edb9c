import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import {
  eventChainSchema,
  rebuildReportSchema,
  similarStatesSchema,
  similarSignalsSchema,
  similarTextsSchema,
  similarTradesSchema,
  type DeadLetter,
  type EventChain,
  type ProjectionHealth,
  type ProjectionName,
  type RebuildReport,
  type RegimeTrades,
  type SimilarStates,
  type SimilarSignals,
  type SimilarTexts,
  type SimilarTrades,
} from '#shared/contract/memory.ts';
import type { Trade } from '#shared/trading/trade.ts';
import type { Memory } from '#main/ports/memory.ts';
import type { TradeStorage } from '#main/ports/trade-storage.ts';
import { sampleStartUtcMs } from './manual-clock.ts';
import { sampleProjectionHealth } from './sample-sync-health.ts';

type Watch = Parameters<Memory['rebuild']>[1];
type Changes<T> = Partial<Record<keyof T, unknown>>;

/** What a scripted memory says until a test says otherwise. */
export interface MemoryScript {
  readonly similarStates: SimilarStates;
  readonly similarTrades: SimilarTrades;
  readonly similarSignals: SimilarSignals;
  readonly similarTexts: SimilarTexts;
  readonly eventChain: EventChain;
  readonly path: EventChain;
  readonly tradesByRegime: RegimeTrades;
  readonly health: readonly ProjectionHealth[];
  readonly deadLetters: readonly DeadLetter[];
  readonly trades: readonly Trade[];
}

/** A memory that says what a test wants it to, and rebuilds that a test ends by hand. */
export interface ScriptedMemory extends Memory, Pick<TradeStorage, 'trades'> {
  readonly show: (changes: Partial<MemoryScript>) => void;
  /** From now on questions are refused with this fault, or answered again. */
  readonly refuse: (fault: Fault | null) => void;
  /** What was asked, in order. */
  readonly asked: readonly { readonly name: keyof MemoryScript; readonly wish: unknown }[];
  readonly rebuilds: readonly ProjectionName[];
  /** Of the rebuild that runs. */
  readonly watch: () => Watch;
  readonly endRebuild: (result: Result<RebuildReport, Fault>) => void;
}

export function createScriptedMemory(start: Partial<MemoryScript> = {}): ScriptedMemory {
  const asked: { readonly name: keyof MemoryScript; readonly wish: unknown }[] = [];
  const rebuilds: ProjectionName[] = [];
  let script: MemoryScript = { ...sampleScript(), ...start };
  let refusal: Fault | null = null;
  let running: { readonly watch: Watch; readonly end: ScriptedMemory['endRebuild'] } | null = null;
  const theRunning = (): NonNullable<typeof running> => {
    if (running === null) throw new Error('no rebuild runs');
    return running;
  };
  const answer = <Name extends keyof MemoryScript>(
    name: Name,
    wish: unknown,
  ): Promise<Result<MemoryScript[Name], Fault>> => {
    asked.push({ name, wish });
    return Promise.resolve(refusal === null ? ok(script[name]) : err(refusal));
  };
  return {
    similarStates: (wish) => answer('similarStates', wish),
    similarTrades: (wish) => answer('similarTrades', wish),
    similarSignals: (wish) => answer('similarSignals', wish),
    similarTexts: (wish) => answer('similarTexts', wish),
    eventChain: (id) => answer('eventChain', id),
    path: (wish) => answer('path', wish),
    tradesByRegime: (wish) => answer('tradesByRegime', wish),
    health: () => script.health,
    deadLetters: (limit) => script.deadLetters.slice(0, limit),
    trades: ({ before, limit }) => {
      const isMark = (trade: Trade): boolean =>
        trade.positionId === before?.positionId && trade.ordinal === before.ordinal;
      return script.trades.slice(before === null ? 0 : script.trades.findIndex(isMark) + 1).slice(0, limit);
    },
    rebuild: (projection, watch) => {
      if (running !== null) return Promise.resolve(err(fault('REBUILD_RUNNING', 'Another rebuild runs.')));
      rebuilds.push(projection);
      return new Promise((resolve) => {
        running = {
          watch,
          end: (result) => {
            running = null;
            resolve(result);
          },
        };
        watch.signal.addEventListener('abort', () =>
          running?.end(err(fault('REBUILD_CANCELLED', 'It was cancelled.'))),
        );
      });
    },
    show: (changes) => {
      script = { ...script, ...changes };
    },
    refuse: (next) => {
      refusal = next;
    },
    asked,
    rebuilds,
    watch: () => theRunning().watch,
    endRebuild: (result) => {
      theRunning().end(result);
    },
  };
}

const hourMs = 3_600_000;

/** One neighbour of an hour of gold, that went up and of which the last span is not known yet. */
export const sampleSimilarStates = (changes: Changes<SimilarStates> = {}): SimilarStates =>
  similarStatesSchema.parse({
    stateVersion: 2,
    adapter: 'exact',
    asOfUtcMs: sampleStartUtcMs,
    asked: {
      ...{ symbol: 'XAUUSD', timeframe: 'H1', source: 'terminal', openTimeUtcMs: sampleStartUtcMs - hourMs },
      ...{ knownAtUtcMs: sampleStartUtcMs, close: 2063.4, regime: 'trendUp' },
    },
    neighbours: [
      {
        moment: {
          ...{ symbol: 'XAUUSD', timeframe: 'H1', source: 'terminal', openTimeUtcMs: sampleStartUtcMs - 26 * hourMs },
          ...{ knownAtUtcMs: sampleStartUtcMs - 25 * hourMs, close: 2051.2, regime: 'trendUp' },
        },
        distance: 0.41,
        followed: [
          {
            bars: 4,
            moved: { closeAtr: 0.8, highAtr: 1.1, lowAtr: -0.2, knownAtUtcMs: sampleStartUtcMs - 21 * hourMs },
          },
          { bars: 96, moved: null },
        ],
      },
    ],
    summary: [
      { bars: 4, known: 1, medianCloseAtr: 0.8, higherRatio: 1 },
      { bars: 96, known: 0, medianCloseAtr: null, higherRatio: null },
    ],
    ...changes,
  });

export const sampleSimilarTrades = (changes: Changes<SimilarTrades> = {}): SimilarTrades =>
  similarTradesSchema.parse({
    stateVersion: 2,
    adapter: 'exact',
    asOfUtcMs: sampleStartUtcMs,
    neighbours: [
      {
        trade: {
          ...{ recordId: 'trade:88#1', positionId: '88', ordinal: 1, symbol: 'XAUUSD', side: 'buy', owner: 'B' },
          ...{ openedAtUtcMs: sampleStartUtcMs - 50 * hourMs, regime: 'range' },
          outcome: { closedAtUtcMs: sampleStartUtcMs - 40 * hourMs, net: 124.5, rMultiple: 1.24 },
        },
        distance: 0.9,
      },
    ],
    ...changes,
  });

export const sampleSimilarSignals = (changes: Changes<SimilarSignals> = {}): SimilarSignals =>
  similarSignalsSchema.parse({
    stateVersion: 2,
    adapter: 'exact',
    graphAdapter: 'embedded',
    asOfUtcMs: sampleStartUtcMs,
    neighbours: [
      {
        signal: {
          ...{ recordId: 'signal:B:XAUUSD:1', scenario: 'B', symbol: 'XAUUSD', timeframe: 'H4', side: 'buy' },
          knownAtUtcMs: sampleStartUtcMs - 40 * 3_600_000,
          outcomes: [{ trade: 'trade:88#1', closedAtUtcMs: sampleStartUtcMs - 3_600_000, net: 51.2, rMultiple: 1.25 }],
        },
        distance: 0.31,
      },
      {
        signal: {
          ...{ recordId: 'signal:B:XAUUSD:2', scenario: 'B', symbol: 'XAUUSD', timeframe: 'H4', side: 'sell' },
          knownAtUtcMs: sampleStartUtcMs - 90 * 3_600_000,
          outcomes: [],
        },
        distance: 0.44,
      },
    ],
    ...changes,
  });

export const sampleSimilarTexts = (changes: Changes<SimilarTexts> = {}): SimilarTexts =>
  similarTextsSchema.parse({
    adapter: 'exact',
    method: 'local-1',
    asOfUtcMs: sampleStartUtcMs,
    neighbours: [
      {
        recordId: 'lesson:t-1',
        text: 'Rejected: payrolls are due in ten minutes.',
        knownAtUtcMs: sampleStartUtcMs - hourMs,
        distance: 0.7,
      },
    ],
    ...changes,
  });

/** From a signal to the trade that it became. */
export const sampleEventChain = (changes: Changes<EventChain> = {}): EventChain =>
  eventChainSchema.parse({
    adapter: 'embedded',
    root: 'trade:88#1',
    nodes: [
      ...['scenario:B', 'symbol:XAUUSD'].map((id) => chainNode(id, null, {})),
      chainNode('signal:s-1', -50, { side: 'buy' }),
      chainNode('decision:s-1', -50, { outcome: 'enter' }),
      chainNode('order:o-1', -50, { status: 'filled' }),
      chainNode('deal:4711', -50, { price: 2051.2 }),
      chainNode('trade:88#1', -50, { net: 124.5 }),
    ],
    links: [
      { from: 'deal:4711', to: 'trade:88#1', kind: 'partOf' },
      { from: 'decision:s-1', to: 'order:o-1', kind: 'ordered' },
      { from: 'order:o-1', to: 'deal:4711', kind: 'executedAs' },
      { from: 'signal:s-1', to: 'decision:s-1', kind: 'becameDecision' },
      { from: 'signal:s-1', to: 'scenario:B', kind: 'ofScenario' },
      { from: 'trade:88#1', to: 'symbol:XAUUSD', kind: 'ofSymbol' },
    ],
    isCut: false,
    ...changes,
  });

export const sampleRebuildReport = (changes: Changes<RebuildReport> = {}): RebuildReport =>
  rebuildReportSchema.parse({
    projection: 'vectors',
    adapter: 'exact',
    rows: 96_412,
    hash: 'ab'.repeat(32),
    durationMs: 8120,
    deadLetters: 0,
    ...changes,
  });

const chainNode = (id: string, agoHours: number | null, facts: object): object => ({
  id,
  kind: id.slice(0, id.indexOf(':')),
  knownAtUtcMs: agoHours === null ? null : sampleStartUtcMs + agoHours * hourMs,
  facts,
});

const sampleScript = (): MemoryScript => ({
  similarStates: sampleSimilarStates(),
  similarTrades: sampleSimilarTrades(),
  similarSignals: sampleSimilarSignals(),
  similarTexts: sampleSimilarTexts(),
  eventChain: sampleEventChain(),
  path: sampleEventChain(),
  tradesByRegime: [],
  health: [
    sampleProjectionHealth(),
    sampleProjectionHealth({ name: 'graph', adapter: 'embedded', wanted: 'embedded' }),
  ],
  deadLetters: [],
  trades: [],
});
