import type { Lots } from '#shared/units/lots.ts';
import type { Money } from '#shared/units/money.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import { roundToCents } from './round-to-cents.ts';

/** Margin that a volume blocks. Opposite positions block theirs in full: hedged margin is not credited, which errs to the safe side. */
export const marginOf = (volume: Lots, instrument: Pick<Instrument, 'marginPerLot'>): Money =>
  roundToCents(instrument.marginPerLot * volume);
