import type { GovernanceView } from '#shared/contract/governance-view.ts';
import type { Scenario } from '#shared/trading/scenario.ts';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../format/use-formats.ts';

export interface GovernanceWords {
  readonly other: Scenario;
  /** By whose word the active one is active. */
  readonly by: string;
  /** What the other one needs: "B from 5,000.00 on". */
  readonly wanted: string;
  /** How many closes of how many say so. */
  readonly progress: string;
}

/** The governance in the trader's language. */
export function useGovernanceWords(): (governance: GovernanceView) => GovernanceWords {
  const { t } = useTranslation();
  const formats = useFormats();
  return ({ active, override, threshold, closes }) => {
    const other = active === 'A' ? 'B' : 'A';
    const deposit = formats.money(threshold.depositUsd);
    return {
      other,
      by:
        override === null
          ? t('governance.byDeposit')
          : t('governance.override', { actor: t(`actor.${override.actor}`), reason: override.reason }),
      wanted: t(`governance.${threshold.kind}`, { scenario: other, deposit }),
      progress: t('governance.closes', { count: closes.length, all: threshold.closes }),
    };
  };
}
