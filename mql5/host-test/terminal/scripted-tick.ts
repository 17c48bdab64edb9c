import { tickFlag } from './mql5-values.ts';

/** A tick; `stampMs` is the broker's own millisecond. */
export interface ScriptedTick {
  readonly stampMs: number;
  readonly bid: number;
  readonly ask: number;
  readonly last?: number;
  readonly volume?: number;
  readonly flags?: number;
}

export const formatTick = (verb: 'TICK' | 'TICK_HISTORY', symbol: string, tick: ScriptedTick): readonly string[] => [
  ...[verb, symbol, String(tick.stampMs), String(tick.bid), String(tick.ask)],
  ...[
    tick.last ?? 0,
    tick.volume ?? 0,
    tick.flags ?? tickFlag.TICK_FLAG_BID | tickFlag.TICK_FLAG_ASK,
    tick.volume ?? 0,
  ].map(String),
];
