import { z } from 'zod';
import { indexOfSymbol, type InstrumentWish } from '#main/simulation/simulated-instrument.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { History } from './read-history.ts';
import { simulatedSymbolSchema } from './settings.ts';

export { isSimulatedSymbol } from '#main/simulation/simulated-instrument.ts';

/** One symbol of the terminal. What is not said of it is as its name makes it, and its market is a seeded one. */
export interface SymbolWish extends InstrumentWish {
  readonly symbol: string;
  /** By default one that the terminal's own seed and the symbol give. */
  readonly seed?: number | null;
  /** What the broker called it before: positions and market go on under the new name. */
  readonly formerly?: string | null;
  /** Recorded M1 bars to be played instead. */
  readonly history?: History | null;
  /** The same without a file; their digest is part of the market's name. */
  readonly bars?: readonly Bar[] | null;
}

/** The seed of a symbol's walk where none is asked for: each symbol goes its own way, and the same one whichever is the main one. */
export const walkSeed = (symbol: string, seed: number): number => seed + Math.max(0, indexOfSymbol(symbol));

/** A symbol's name, or what `simulation.symbols` holds of one as JSON. SETTINGS_INVALID for anything else. */
export function parseSymbolWish(text: string): Result<SymbolWish, Fault> {
  const wish = simulatedSymbolSchema.safeParse(text.startsWith('{') ? jsonIn(text) : { symbol: text });
  if (!wish.success) return err(fault('SETTINGS_INVALID', `No symbol: ${z.prettifyError(wish.error)}`, { text }));
  const { history, historyClock: clockRule, ...its } = wish.data;
  return ok({ ...its, history: history === null ? null : { path: history, clockRule } });
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
