import type { Instrument } from '#shared/market/instrument.ts';
import type { Position } from '#shared/trading/position.ts';
import type { Held } from '#main/strategies/strategy-state.ts';
import { entryOf } from './entry-of.ts';
import { remainingVolume } from './remaining-volume.ts';
import type { Step } from './step.ts';

/**
 * What a scenario's position is held with. Whether a part was closed is read from the trade's deals in the ledger, so that a restart decides alike; a
 * part that was closed by hand counts as well.
 */
export function heldPosition(step: Step, position: Position, instrument: Instrument): Held {
  const trade = step.dependencies.ledger.tradesOf(position.positionId).at(-1);
  return {
    position: { ...position, volume: remainingVolume(step.state, position) },
    instrument,
    stopAsSent: entryOf(step, position)?.stop ?? null,
    isPartClosed: trade?.legs.some(({ kind }) => kind === 'exit') ?? false,
  };
}
