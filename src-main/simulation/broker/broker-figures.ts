import { accountFigures, type AccountFigures } from '#main/fills/account-figures.ts';
import { marginOf } from '#main/fills/margin.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { BrokerState } from './broker-state.ts';

/** Equity and margins by the profits that the positions were last valued with. */
export const figuresOf = (state: BrokerState, instrument: Instrument): AccountFigures =>
  accountFigures(
    state,
    state.positions.map(({ profit, swap, volume }) => ({ profit, swap, margin: marginOf(volume, instrument) })),
  );
