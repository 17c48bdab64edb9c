import type { Money } from '#shared/units/money.ts';
import { roundToCents } from './round-to-cents.ts';

export interface AccountFigures {
  readonly equity: Money;
  readonly margin: Money;
  readonly freeMargin: Money;
}

interface OpenExposure {
  readonly profit: Money;
  readonly swap: Money;
  readonly margin: Money;
}

/**
 * equity = balance + credit + Σ(profit + swap); free margin = equity − Σ margin. Commission is booked by each deal as it happens, so none
 * is blocked.
 */
export function accountFigures(
  account: { readonly balance: Money; readonly credit: Money },
  open: readonly OpenExposure[],
): AccountFigures {
  let floating = 0;
  let margin = 0;
  for (const exposure of open) {
    floating += exposure.profit + exposure.swap;
    margin += exposure.margin;
  }
  const equity = account.balance + account.credit + floating;
  return { equity: roundToCents(equity), margin: roundToCents(margin), freeMargin: roundToCents(equity - margin) };
}
