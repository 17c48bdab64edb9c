import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DayList } from './day-list.tsx';
import { EntriesJudged } from './entries-judged.tsx';
import { GovernanceControl } from './governance-control.tsx';
import { LimitTable } from './limit-table.tsx';
import { RiskNotices } from './risk-notices.tsx';
import './risk-panel.css';
import { SmallestEquities } from './smallest-equities.tsx';
import { TradingStateHistory } from './trading-state-history.tsx';

/** What may be lost, what stands in the way of entries, which scenario makes them, and what of it all a person has to look at. */
export function RiskPanel(): ReactNode {
  const { t } = useTranslation();
  return (
    <div className="risk-panel" role="group" aria-label={t('panel.risk')} tabIndex={0}>
      <RiskNotices />
      <div className="risk-columns">
        <LimitTable />
        <DayList />
        <GovernanceControl />
        <SmallestEquities />
        <EntriesJudged />
        <TradingStateHistory />
      </div>
    </div>
  );
}
