import type { DeepestFall } from './run-output.ts';

/**
 * The deepest fall of an amount below its highest so far, by ratio. Cash that comes or goes raises or lowers the peak in proportion, so that it is
 * neither gain nor loss; the fall's money is measured from a peak that was moved by the cash itself.
 */
export interface FallTracker {
  peak: number;
  shiftedPeak: number;
  peakAtUtcMs: number;
  /** Below this amount the fall is deeper than any before. */
  deeperBelow: number;
  deepest: { ratio: number; money: number; startUtcMs: number; troughUtcMs: number; recoveredUtcMs: number | null };
  isRecovered: boolean;
}

export const startFallTracker = (amount: number, atUtcMs: number): FallTracker => ({
  peak: amount,
  shiftedPeak: amount,
  peakAtUtcMs: atUtcMs,
  deeperBelow: amount,
  deepest: { ratio: 0, money: 0, startUtcMs: atUtcMs, troughUtcMs: atUtcMs, recoveredUtcMs: atUtcMs },
  isRecovered: true,
});

export function seeAmount(fall: FallTracker, amount: number, atUtcMs: number): void {
  if (amount >= fall.peak) raisePeak(fall, amount, atUtcMs);
  else if (amount < fall.deeperBelow) deepen(fall, amount, atUtcMs);
}

/** Cash that came (or went, negative) on top of an amount. */
export function seeCash(fall: FallTracker, cash: number, amountBefore: number): void {
  fall.shiftedPeak = isScalable(cash, amountBefore) ? fall.shiftedPeak + cash : amountBefore + cash;
  fall.peak = scaledByCash(fall.peak, cash, amountBefore);
  fall.deeperBelow = fall.peak * (1 - fall.deepest.ratio);
}

/** An earlier amount as if the cash had been there in proportion; where there is nothing to be in proportion to, what is there now. */
export const scaledByCash = (earlier: number, cash: number, amountBefore: number): number =>
  isScalable(cash, amountBefore) ? (earlier * (amountBefore + cash)) / amountBefore : amountBefore + cash;

const isScalable = (cash: number, amountBefore: number): boolean => amountBefore > 0 && amountBefore + cash > 0;

export const deepestFall = ({ deepest }: FallTracker): DeepestFall => ({ ...deepest });

function raisePeak(fall: FallTracker, amount: number, atUtcMs: number): void {
  if (!fall.isRecovered) {
    fall.isRecovered = true;
    fall.deepest.recoveredUtcMs = atUtcMs;
  }
  fall.peak = amount;
  fall.shiftedPeak = amount;
  fall.peakAtUtcMs = atUtcMs;
  fall.deeperBelow = amount * (1 - fall.deepest.ratio);
}

function deepen(fall: FallTracker, amount: number, atUtcMs: number): void {
  const { deepest } = fall;
  deepest.ratio = (fall.peak - amount) / fall.peak;
  deepest.money = fall.shiftedPeak - amount;
  deepest.startUtcMs = fall.peakAtUtcMs;
  deepest.troughUtcMs = atUtcMs;
  deepest.recoveredUtcMs = null;
  fall.isRecovered = false;
  fall.deeperBelow = amount;
}
