import { assert } from '#shared/base/assert.ts';
import type { Bar } from '#shared/market/bar.ts';
import { timeframeDurationMs } from '#shared/market/timeframe.ts';
import { partOf } from '#shared/market/instrument-volume.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { Signal } from '#shared/trading/signal.ts';
import { valueAt, type Column } from '#main/features/columns.ts';
import { marketColumnNames, type MarketColumns, type MarketRow } from '#main/features/market-columns.ts';
import type { BoundStrategy, Decider, StrategyColumns } from './bound-strategy.ts';
import type { DecisionCode } from './decision-code.ts';
import { flatState, type HoldingState, type StrategyState } from './strategy-state.ts';
import type { Strategy } from './strategy.ts';
import { createStreamingColumns, type StreamingColumns } from './streaming-columns.ts';

/** A strategy over bars that were appended one by one, as live has them. */
export interface DecidedColumns extends StreamingColumns, Decider {
  readonly strategy: BoundStrategy;
}

export function boundOf(strategy: Strategy, parameters: object = {}): BoundStrategy {
  const bound = strategy.bind(parameters);
  assert(bound.ok, () => JSON.stringify(bound));
  return bound.value;
}

/** Without holes, and with a spread of 0.2, unless a row says otherwise. */
export function decidedColumns(
  strategy: BoundStrategy,
  bars: readonly Bar[],
  changes: (index: number) => Partial<MarketRow> = () => ({}),
): DecidedColumns {
  const columns = createStreamingColumns(strategy);
  const lengthMs = timeframeDurationMs(strategy.parameters.timeframe);
  bars.forEach(({ openTimeUtcMs, open, high, low, close, tickVolume }, index) => {
    columns.append({
      ...{ openTimeUtcMs, closeTimeUtcMs: openTimeUtcMs + lengthMs, open, high, low, close },
      ...{ tickVolume: tickVolume ?? NaN, spread: 0.2, newsDistanceMs: NaN, barsSinceHole: index + 1 },
      ...changes(index),
    });
  });
  return { ...columns, ...strategy.over(columns), strategy, length: columns.length };
}

export interface ReplayedBar {
  readonly index: number;
  readonly state: StrategyState;
  readonly code: DecisionCode;
}

/** Trades as the rules say, filled on the close and stopped by nothing but them: the states that decisions are made in. */
export function* replay(columns: DecidedColumns, instrument: Instrument): Generator<ReplayedBar> {
  let state: StrategyState = flatState;
  for (let index = 0; index < columns.length; index++) {
    if (state.kind === 'holding') state = carryHolding(state, columns.market, index);
    const code = columns.decide(index, state);
    yield { index, state, code };
    state = stateAfter(state, columns.signal(index, { code, state, instrument }));
  }
}

function stateAfter(state: StrategyState, signal: Signal): StrategyState {
  switch (signal.kind) {
    case 'none':
      return state;
    case 'enter': {
      const { side, reference, stop } = signal;
      const held = {
        kind: 'holding',
        side,
        entryPrice: reference,
        stop,
        stopAsSent: stop,
        extreme: reference,
      } as const;
      return { ...held, volume: 0.1, volumeStep: 0.01, volumeMin: 0.01, isPartClosed: false };
    }
    case 'exit':
      return flatState;
    case 'moveStop':
      return state.kind === 'holding' ? { ...state, stop: signal.stop } : state;
    case 'closePart':
      return state.kind === 'holding'
        ? { ...state, volume: state.volume - partOf(state.volume, signal.ratio, state), isPartClosed: true }
        : state;
  }
}

/** The same columns with every row after an index made senseless. */
export function poisonedAfter({ market, features }: StrategyColumns, index: number, poison: number): StrategyColumns {
  const poisoned = ({ values, length }: Column): Column => ({
    values: values.slice(0, length).map((value, row) => (row <= index ? value : poison)),
    length,
  });
  return {
    market: Object.fromEntries(
      marketColumnNames.map((name) => [name, poisoned(market[name])]),
    ) as unknown as MarketColumns,
    features: Object.fromEntries(Object.entries(features).map(([name, column]) => [name, poisoned(column)])),
  };
}

/** The state of bar `index` from that of the bar before, as a loop over history carries it along. */
export function carryHolding(
  state: HoldingState,
  { high, low }: Pick<MarketColumns, 'high' | 'low'>,
  index: number,
): HoldingState {
  const extreme =
    state.side === 'buy' ? Math.max(state.extreme, valueAt(high, index)) : Math.min(state.extreme, valueAt(low, index));
  return { ...state, extreme };
}
