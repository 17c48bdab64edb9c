import type { Price } from '../units/price.ts';
import { sideSign, type Side } from './side.ts';

/** Whether a position of this side that was opened at `from` loses at its stop. */
export const isLosingStop = ({ side, from, stop }: { side: Side; from: Price; stop: Price }): boolean =>
  sideSign(side) * (from - stop) > 0;

/** Whether it wins at its target; one without a target does not lose there. */
export const isWinningTarget = ({ side, from, target }: { side: Side; from: Price; target: Price | null }): boolean =>
  target === null || sideSign(side) * (target - from) > 0;
