import type { GovernanceView } from '#shared/contract/governance-view.ts';
import type { Account } from '#shared/trading/account.ts';
import type { GovernanceRule } from '#main/strategies/governance.ts';
import type { EngineState } from './engine-state.ts';
import { depositUsdOf } from './govern.ts';

/** Which scenario may enter, and how far the deposit has come to the other one's threshold. */
export function governanceViewOf(
  { governance }: Pick<EngineState, 'governance'>,
  account: Account | null,
  { upperUsd, lowerUsd, closes }: GovernanceRule,
): GovernanceView | null {
  if (governance === null) return null;
  const threshold =
    governance.active === 'A'
      ? ({ kind: 'atLeast', depositUsd: upperUsd, closes } as const)
      : ({ kind: 'below', depositUsd: lowerUsd, closes } as const);
  const { active, sinceUtcMs, override } = governance;
  return { active, sinceUtcMs, override, closes: governance.closes, depositUsd: depositUsdOf(account), threshold };
}
