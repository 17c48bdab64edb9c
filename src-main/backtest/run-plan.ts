import type { JsonValue } from '#shared/base/json-value.ts';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import type { RunInput } from './run-input.ts';

/** One run over loaded markets as plain values, which can be handed to a worker. */
export interface RunPlan extends Pick<
  RunInput,
  'account' | 'governance' | 'limits' | 'costs' | 'cash' | 'seed' | 'fromUtcMs' | 'toUtcMs'
> {
  readonly clockRule: ClockRule;
  /** In the order in which they are asked where they decide at the same moment. */
  readonly lanes: readonly PlannedLane[];
}

/** A strategy on a symbol; its parameters have been checked. */
export interface PlannedLane {
  readonly strategy: string;
  /** Of the markets that the run is over. */
  readonly market: number;
  readonly parameters: Readonly<Record<string, JsonValue>>;
}
