import { accountFigures, type AccountFigures } from '#main/fills/account-figures.ts';
import { marginOf } from '#main/fills/margin.ts';
import type { BrokerState } from './broker-state.ts';
import { instrumentIn, type MarketWatch } from './market-watch.ts';

/** Equity and margins by the profits that the positions were last valued with. */
export const figuresOf = (state: BrokerState, watch: MarketWatch): AccountFigures =>
  accountFigures(
    state,
    state.positions.map(({ symbol, profit, swap, volume }) => ({
      ...{ profit, swap },
      margin: marginOf(volume, instrumentIn(watch, symbol)),
    })),
  );
