/** Who holds a replay. It runs only while nobody does. */
export type ReplayHolder = 'trader' | 'ticket';

/** Holds and moves a simulated terminal's market; on any other terminal it does nothing. */
export interface ReplayControl {
  readonly hold: (by: ReplayHolder) => void;
  readonly release: (by: ReplayHolder) => void;
  /** One minute of market time, while held. */
  readonly step: () => void;
  readonly setSpeed: (marketSecondsPerDeskSecond: number) => void;
}
