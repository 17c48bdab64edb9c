import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import type { Actor } from '#shared/events/engine-event.ts';
import type { ClientOrderId } from '#shared/trading/ids.ts';
import type { Answer } from '#main/ports/analyst.ts';
import type { CockpitCommand } from '#main/ports/cockpit.ts';
import type { TerminalEvent } from '#main/ports/terminal-event.ts';
import type { DataHealth } from './data-health.ts';
import type { QuestionKey } from './engine-effect.ts';

/** A file that halts, or flattens, by being in the data folder. */
export type WordFile = 'halt' | 'flatten';

/** Everything that can make the engine act, in the one order in which it arrives. */
export type EngineInput =
  | { readonly kind: 'terminal'; readonly event: TerminalEvent }
  | { readonly kind: 'barFormed'; readonly symbol: string; readonly timeframe: Timeframe; readonly bar: Bar }
  | { readonly kind: 'barClosed'; readonly symbol: string; readonly timeframe: Timeframe; readonly bar: Bar }
  | {
      readonly kind: 'command';
      readonly command: CockpitCommand;
      readonly actor: Actor;
      readonly answer: (result: Result<void, Fault>) => void;
    }
  /** What the synchronizer knows of the stores and of the market's data; it changes rarely. */
  | { readonly kind: 'dataHealthChanged'; readonly health: DataHealth }
  /** The text of such a file of the data folder; null where there is none any more. */
  | { readonly kind: 'wordFileChanged'; readonly word: WordFile; readonly reason: string | null }
  | { readonly kind: 'orderHandedOver'; readonly id: ClientOrderId; readonly wasSent: boolean }
  | { readonly kind: 'answered'; readonly key: QuestionKey; readonly answer: Answer }
  | { readonly kind: 'timePassed' };
