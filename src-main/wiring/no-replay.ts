import type { ReplayControl } from '#main/ports/replay-control.ts';

/** Where no terminal is replayed there is nothing to hold. */
export const noReplay: ReplayControl = {
  hold: () => undefined,
  release: () => undefined,
  step: () => undefined,
  setSpeed: () => undefined,
};
