import type { VectorAdapter, GraphAdapter } from '#shared/contract/memory.ts';
import { barCloses } from '#shared/market/bar-close.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { BarSeries } from '#shared/market/bar-series.ts';
import type { Hole } from '#shared/market/hole.ts';
import { stateId } from '#shared/market/state-id.ts';
import type { Deal } from '#shared/trading/deal.ts';
import type { Order } from '#shared/trading/order.ts';
import { keyOf } from '#shared/trading/record-id.ts';
import type { Trade } from '#shared/trading/trade.ts';
import { utcMs, type UtcMs } from '#shared/units/utc-ms.ts';
import { stateComponents } from '#main/features/state-vector.ts';
import type { Embedder } from '#main/ports/embedder.ts';
import type { GraphReads } from '#main/ports/graph-store.ts';
import type { MarketState } from '#main/ports/indicator-store.ts';
import type { LedgerRecords } from '#main/ports/ledger-records.ts';
import type { MemorySearch } from '#main/ports/memory.ts';
import type { StoredState } from '#main/ports/state-reads.ts';
import type { RememberedText } from '#main/ports/text-store.ts';
import type { VectorIndex, VectorNeighbour, VectorQuery, VectorRecord } from '#main/ports/vector-index.ts';
import { createManualClock, type ManualClock } from '#main/testkit/manual-clock.ts';
import { createMemoryBarStore } from '#main/testkit/memory-bar-store.ts';
import { createMemoryIndicatorStore } from '#main/testkit/memory-indicator-store.ts';
import { sampleBar } from '#main/testkit/sample-bars.ts';
import { derivedVersion } from '../indicator-set.ts';
import { byNearness } from './find-neighbours.ts';
import type { Ladder } from './ladder.ts';
import { createMemorySearch } from './memory-search.ts';

export const hourMs = 3_600_000;

/** A Monday. */
export const rigStartUtcMs = utcMs(Date.UTC(2024, 0, 1));

export const hour = (count: number): UtcMs => utcMs(rigStartUtcMs + count * hourMs);

export const goldHours: BarSeries = { symbol: 'XAUUSD', timeframe: 'H1', source: 'terminal', anchor: 'hour' };

/** A vector of the stored length that stands so far from the beginning. */
export const vectorAt = (place: number): Float32Array =>
  new Float32Array(stateComponents.length).fill(0).with(0, place);

/** How an index breaks what its port promises: it heeds no filter, and keeps no order. */
export const lying = (records: () => readonly VectorRecord[]): VectorIndex => ({
  ...exactOver(records),
  search: ({ vector }) => Promise.resolve(records().map((record) => neighbourOf(record, vector))),
});

/** Compares with all records, as the port has it. */
export const exactOver = (records: () => readonly VectorRecord[]): VectorIndex => ({
  search: ({ vector, k, asOfUtcMs, fromUtcMs, symbols }: VectorQuery) =>
    Promise.resolve(
      records()
        .filter(
          ({ symbol, knownAtUtcMs }) =>
            knownAtUtcMs <= asOfUtcMs &&
            knownAtUtcMs >= (fromUtcMs ?? 0) &&
            (symbols === null || symbols.includes(symbol)),
        )
        .map((record) => neighbourOf(record, vector))
        .toSorted(byNearness)
        .slice(0, k),
    ),
  count: () => Promise.resolve(records().length),
  partitions: () => Promise.resolve([]),
  records: () => {
    throw new Error('no search reads all records');
  },
});

function neighbourOf({ id, symbol, knownAtUtcMs, vector }: VectorRecord, asked: Float32Array): VectorNeighbour {
  return {
    id,
    symbol,
    knownAtUtcMs,
    distance: Math.hypot(
      ...vector.map((value, index) => value - (asked[index] ?? 0)).filter((it) => !Number.isNaN(it)),
    ),
  };
}

/** A bar with the state that stands behind it; the ATR of every bar is 2. */
export interface RigBar {
  readonly series?: BarSeries;
  readonly openTimeUtcMs: UtcMs;
  readonly close?: number;
  readonly high?: number;
  readonly low?: number;
  /** Null: no state. */
  readonly place: number | null;
  /** NaN: not defined. */
  readonly atr?: number;
}

export interface SearchRig {
  readonly search: MemorySearch;
  readonly clock: ManualClock;
  readonly put: (bars: readonly RigBar[]) => void;
  readonly holes: Hole[];
  readonly records: VectorRecord[];
  readonly trades: Trade[];
  readonly deals: Deal[];
  readonly orders: Order[];
  readonly texts: RememberedText[];
  /** Regimes of trades, by their keys. */
  readonly tradeStates: Map<string, MarketState>;
  readonly queries: VectorQuery[];
  readonly turns: () => number;
}

/** Search over ports of a test: what is put is there at once. */
export function createSearchRig(
  spec: {
    readonly indexOf?: (records: () => readonly VectorRecord[]) => VectorIndex;
    readonly vectors?: (index: VectorIndex) => Ladder<VectorIndex, VectorAdapter>;
    readonly graph?: Ladder<GraphReads, GraphAdapter>;
    readonly embedders?: readonly [Embedder, ...Embedder[]];
    readonly lesson?: LedgerRecords['lesson'];
  } = {},
): SearchRig {
  const clock = createManualClock({ market: hour(100_000) });
  const bars = createMemoryBarStore();
  const indicators = createMemoryIndicatorStore();
  const states = new Map<string, StoredState>();
  const [holes, records, trades]: [Hole[], VectorRecord[], Trade[]] = [[], [], []];
  const [deals, orders, texts]: [Deal[], Order[], RememberedText[]] = [[], [], []];
  const tradeStates = new Map<string, MarketState>();
  const queries: VectorQuery[] = [];
  const honest = (spec.indexOf ?? exactOver)(() => records);
  const index: VectorIndex = {
    ...honest,
    search: (query) => {
      queries.push(query);
      clock.advance(1);
      return honest.search(query);
    },
  };
  let turns = 0;
  const search = createMemorySearch({
    vectors: (spec.vectors ?? onlyRung)(index),
    graph: spec.graph ?? { now: () => ({ reads: noGraph, adapter: 'embedded' }), below: () => null },
    states: {
      stateAt: ({ symbol, timeframe, atUtcMs }) =>
        [...states.values()]
          .filter(
            ({ series, state }) =>
              series.symbol === symbol && series.timeframe === timeframe && state.knownAtUtcMs <= atUtcMs,
          )
          .toSorted((a, b) => a.openTimeUtcMs - b.openTimeUtcMs)
          .at(-1) ?? null,
      stateOf: ({ series, openTimeUtcMs }) => states.get(stateId(series, openTimeUtcMs))?.state ?? null,
    },
    bars,
    together: (read) => read(),
    indicators,
    holes: {
      holes: (_, { fromUtcMs, toUtcMs }) =>
        holes.filter((hole) => hole.toUtcMs > fromUtcMs && hole.fromUtcMs < toUtcMs),
    },
    trades: {
      tradesOf: (position) => trades.filter(({ positionId }) => positionId === position),
      dealsOf: (position) => deals.filter(({ positionId }) => positionId === position),
      findOrder: (id) => orders.find(({ request }) => request.clientOrderId === id) ?? null,
    },
    situations: {
      find: (kind, key) => {
        const state = tradeStates.get(key);
        const at = { symbol: 'XAUUSD', timeframe: 'H1', atUtcMs: rigStartUtcMs } as const;
        return state === undefined ? null : { kind, key, ...at, state };
      },
    },
    texts: { find: (id) => texts.find(({ recordId }) => keyOf(recordId) === keyOf(id)) ?? null },
    lessons: { lesson: spec.lesson ?? (() => null) },
    embedders: spec.embedders ?? [lengthEmbedder],
    marketClock: clock.market,
    monotonicClock: {
      nowMs: () => {
        clock.advance(1);
        return clock.monotonic.nowMs();
      },
    },
    nextTurn: () => {
      turns += 1;
      return Promise.resolve();
    },
  });
  const put = (wished: readonly RigBar[]): void => {
    for (const { series = goldHours, openTimeUtcMs, close = 2000, high, low, place, atr = 2 } of wished) {
      const bar: Bar = sampleBar({ openTimeUtcMs, close, ...(high && { high }), ...(low && { low }) });
      bars.append(series, [bar]);
      const knownAtUtcMs = barCloses(series)(openTimeUtcMs);
      const state =
        place === null ? null : ({ vector: vectorAt(place), knownAtUtcMs, regime: 'range' } satisfies MarketState);
      indicators.save(series, derivedVersion, [
        { openTimeUtcMs, values: { atr14: Number.isNaN(atr) ? null : atr }, state },
      ]);
      if (state === null) continue;
      const id = stateId(series, openTimeUtcMs);
      states.set(id, { series, openTimeUtcMs, state });
      records.push({ id, symbol: series.symbol, knownAtUtcMs, vector: state.vector });
    }
  };
  return {
    ...{ search, clock, put, holes, records, trades, deals, orders, texts, tradeStates, queries },
    turns: () => turns,
  };
}

const onlyRung = (index: VectorIndex): Ladder<VectorIndex, VectorAdapter> => ({
  now: () => ({ reads: index, adapter: 'exact' }),
  below: () => null,
});

const unasked = (): never => {
  throw new Error('this test has no graph');
};

const noGraph: GraphReads = {
  ...{ node: unasked, chain: unasked, path: unasked, tradesByRegime: unasked },
  ...{ outcomesOf: unasked, counts: unasked, contents: unasked },
};

/** Words of one length mean the same. */
export const lengthEmbedder: Embedder = {
  method: 'length-1',
  embed: (words) => Promise.resolve({ ok: true, value: words.map((word) => Float32Array.of(word.length)) }),
};
