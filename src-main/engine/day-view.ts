import type { CockpitSnapshot } from '#shared/contract/cockpit-snapshot.ts';
import type { Account } from '#shared/trading/account.ts';
import { money } from '#shared/units/money.ts';
import type { RiskLimits } from '#main/risk/risk-limits.ts';
import type { EngineState } from './engine-state.ts';

/** The day since broker midnight, on equity without credit: open losses count; the broker's credit, deposits and withdrawals do not. */
export function dayOf(state: EngineState, account: Account | null, limits: RiskLimits): CockpitSnapshot['day'] {
  if (state.day === null || account === null) return null;
  const { baseline, source, cash } = state.day;
  return {
    baseline,
    source,
    cash: money(cash),
    profit: money(account.equity - account.credit - baseline - cash),
    lossLimit: money(baseline * limits.dailyLossRatioMax),
  };
}
