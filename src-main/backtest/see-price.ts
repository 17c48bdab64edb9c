import type { OpenPosition } from './run-state.ts';

/** A price of the side on which a position is closed is one of its excursions. */
export function seePrice(position: OpenPosition, price: number): void {
  const { sign, worst, best } = position;
  position.worst = sign * Math.min(sign * worst, sign * price);
  position.best = sign * Math.max(sign * best, sign * price);
}
