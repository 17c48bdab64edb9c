import type { Lots } from '#shared/units/lots.ts';
import type { Money } from '#shared/units/money.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import { roundToCents } from './round-to-cents.ts';

/** What one deal is charged, as deals book it: zero or negative. Entry and exit are charged alike. */
export const commissionOf = (volume: Lots, instrument: Pick<Instrument, 'commissionPerLotSide'>): Money =>
  roundToCents(-instrument.commissionPerLotSide * volume);
