import type { LimitsBody } from '#main/protocol/messages/limits-messages.ts';

/** Of entries; 0: no cap. */
export interface Caps {
  /** Lots of one order. */
  readonly maxVolume: number;
  readonly maxPositions: number;
  readonly maxTradesPerDay: number;
  readonly maxSpreadPoints: number;
  /** Of the day's baseline. */
  readonly maxDailyLossRatio: number;
}

/** What the trader gives to the adviser when it is put on the chart. */
export interface AdviserInputs extends Caps {
  /** The cockpit's silence after which entries are denied. 0: however long. */
  readonly deadManMs: number;
  /** How long a connection with the broker must have stood, and an order must lie back, before the records prove that it never was. */
  readonly settleMs: number;
}

/** As the adviser's own. */
export const usualInputs: AdviserInputs = {
  maxVolume: 0,
  maxPositions: 0,
  maxTradesPerDay: 0,
  maxSpreadPoints: 0,
  maxDailyLossRatio: 0.05,
  deadManMs: 5000,
  settleMs: 60_000,
};

/** The app only tightens: of both the smaller cap holds. */
export function capsInForce(inputs: Caps, limits: LimitsBody | null): Caps {
  const smaller = (cap: keyof Caps): number => {
    const asked = limits?.[cap] ?? 0;
    return inputs[cap] === 0 || asked === 0 ? Math.max(inputs[cap], asked) : Math.min(inputs[cap], asked);
  };
  return {
    maxVolume: smaller('maxVolume'),
    maxPositions: smaller('maxPositions'),
    maxTradesPerDay: smaller('maxTradesPerDay'),
    maxSpreadPoints: smaller('maxSpreadPoints'),
    maxDailyLossRatio: smaller('maxDailyLossRatio'),
  };
}
