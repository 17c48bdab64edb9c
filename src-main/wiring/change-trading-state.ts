import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { CockpitCommand } from '#main/ports/cockpit.ts';
import { commandCockpit, type Commanded } from './command-cockpit.ts';

export type TradingStateWish = Extract<CockpitCommand, { kind: 'halt' | 'resume' | 'flatten' }>;

/** Halts, resumes or flattens, in the running engine or in the log; see `commandCockpit`. */
export const changeTradingState = (folder: string, wish: TradingStateWish): Promise<Result<Commanded, Fault>> =>
  commandCockpit(folder, wish, ({ tradingState }, change) =>
    change.kind === 'flatten' ? tradingState.flatten(change) : tradingState[change.kind](change),
  );
