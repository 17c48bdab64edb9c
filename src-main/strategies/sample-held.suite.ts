import { lots } from '#shared/units/lots.ts';
import { sampleGold } from '#main/testkit/sample-instrument.ts';
import type { Held } from './strategy-state.ts';

/** A tenth of a lot that nothing was done to since its entry; named members of the position can be changed. */
export const sampleHeld = (
  position: Pick<Held['position'], 'side' | 'openedAtUtcMs' | 'openPrice' | 'stop'> & { readonly volume?: number },
): Held => ({
  position: { ...position, volume: lots(position.volume ?? 0.1) },
  instrument: sampleGold,
  stopAsSent: position.stop,
  isPartClosed: false,
});
