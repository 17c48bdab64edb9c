import type { ScenarioView } from '#shared/contract/cockpit-snapshot.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckList } from '../components/check-list.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { zonedStampText } from '../format/time-text.ts';
import { useReplica } from '../stream/cockpit-context.ts';
import { scenarioKey } from '../stream/replica.ts';
import { useChecks } from '../stream/use-checks.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import './why-not-view.css';

/** Of each scenario's last decision: which filters held the trade back. */
export function WhyNotView(): ReactNode {
  const { t } = useTranslation();
  const scenarios = useReplica((replica) => replica.scenarios) ?? [];
  if (scenarios.length === 0) return <EmptyState title={t('scenarios.none')} hint={t('scenarios.noneHint')} />;
  return (
    <div className="agents-scroll why-not">
      {scenarios.map((view) => (
        <WhyNot key={scenarioKey(view)} view={view} />
      ))}
    </div>
  );
}

function WhyNot({ view: { scenario, symbol, timeframe, decision } }: { readonly view: ScenarioView }): ReactNode {
  const { t } = useTranslation();
  const checksOf = useChecks(symbol);
  const zone = useViewSetting('zone');
  const heldBack = decision?.filters.filter(({ passed }) => !passed) ?? [];
  return (
    <section className="why-not-one" aria-label={t('scenarios.one', { scenario, symbol })}>
      <p className="turn-line">
        <strong>
          {t('scenarios.name', { scenario })} · {symbol} {timeframe}
        </strong>
        {decision !== null && (
          <span className="turn-quiet">
            {t('scenarios.asOf', {
              time: zonedStampText(decision.asOfUtcMs, zone),
            })}
          </span>
        )}
      </p>
      {decision === null ? (
        <p className="agents-quiet">{t('scenarios.noDecision')}</p>
      ) : heldBack.length === 0 ? (
        <p className="agents-quiet">{t(decision.signal.kind === 'none' ? 'agents.heldByNone' : 'agents.notHeld')}</p>
      ) : (
        <CheckList
          label={t('agents.heldBack', { count: heldBack.length, all: decision.filters.length })}
          checks={checksOf(heldBack)}
          words={{
            name: t('agents.heldBack', { count: heldBack.length, all: decision.filters.length }),
            value: t('check.value'),
            threshold: t('check.threshold'),
            passed: t('check.passed'),
            failed: t('check.failed'),
          }}
        />
      )}
    </section>
  );
}
