/** What a row, or a part of it, does to a position with a stop and perhaps a target. */
export const rowExits = { none: 0, stop: 1, target: 2, stopOrTarget: 3 } as const;

export type RowExit = (typeof rowExits)[keyof typeof rowExits];

/**
 * Whether the worst and the best price of a stretch reach the stop or the target (NaN: none). All are prices of the side on which the position
 * is closed: a long's bid, a short's ask. `sign` is +1 for a long. Both within one stretch are `stopOrTarget`: the stop is taken. The tolerance is
 * for the noise of a bid and a spread that were added.
 */
export function exitInRow(
  levels: { readonly sign: 1 | -1; readonly stop: number; readonly target: number },
  worst: number,
  best: number,
  tolerance: number,
): RowExit {
  const { sign, stop, target } = levels;
  const isStop = sign * (worst - stop) <= tolerance;
  const isTarget = sign * (best - target) >= -tolerance;
  if (isStop) return isTarget ? rowExits.stopOrTarget : rowExits.stop;
  return isTarget ? rowExits.target : rowExits.none;
}
