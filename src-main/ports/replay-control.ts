/** Holds and moves a simulated terminal's market; on any other terminal it does nothing. */
export interface ReplayControl {
  readonly pause: () => void;
  readonly resume: () => void;
  /** One minute of market time, while paused. */
  readonly step: () => void;
  readonly setSpeed: (marketSecondsPerDeskSecond: number) => void;
}
