/** Ticks as columns of one length, oldest first; those of one millisecond in the order in which they came. */
export interface TickColumns {
  readonly occurredAtUtcMs: Float64Array;
  readonly bid: Float64Array;
  readonly ask: Float64Array;
}

/** Room for so many ticks. */
export const emptyTickColumns = (length: number): TickColumns => ({
  occurredAtUtcMs: new Float64Array(length),
  bid: new Float64Array(length),
  ask: new Float64Array(length),
});
