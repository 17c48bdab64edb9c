import type { ScenarioView } from '#shared/contract/cockpit-snapshot.ts';
import type { Signal } from '#shared/trading/signal.ts';
import { phaseSchema, type Phase } from '#shared/trading/phase.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../components/badge.tsx';
import { CheckList } from '../components/check-list.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { priceText } from '../format/price-text.ts';
import { useFormats } from '../format/use-formats.ts';
import { minuteStampText, zoneText } from '../format/time-text.ts';
import { useReplica } from '../stream/cockpit-context.ts';
import { scenarioKey } from '../stream/replica.ts';
import { useChecks } from '../stream/use-checks.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import './scenarios-panel.css';

/** Where each scenario stands, and what held its last decision back. */
export function ScenariosPanel(): ReactNode {
  const { t } = useTranslation();
  const scenarios = useReplica((replica) => replica.scenarios) ?? [];
  if (scenarios.length === 0) return <EmptyState title={t('scenarios.none')} hint={t('scenarios.noneHint')} />;
  return (
    <div className="scenarios-panel">
      {scenarios.map((scenario) => (
        <ScenarioCard key={scenarioKey(scenario)} view={scenario} />
      ))}
    </div>
  );
}

function ScenarioCard({ view }: { readonly view: ScenarioView }): ReactNode {
  const { t } = useTranslation();
  const { scenario, symbol, timeframe, phase } = view;
  return (
    <section className="scenario" aria-label={t('scenarios.one', { scenario, symbol })}>
      <header className="scenario-head">
        <strong>{t('scenarios.name', { scenario })}</strong>
        <span>
          {symbol} {timeframe}
        </span>
        <PhaseTrack phase={phase} />
      </header>
      <LastDecision view={view} />
    </section>
  );
}

function PhaseTrack({ phase }: { readonly phase: Phase }): ReactNode {
  const { t } = useTranslation();
  return (
    <ol className="phase-track" aria-label={t('scenarios.phase')}>
      {phaseSchema.options.map((step) => (
        <li key={step} className="phase-step" aria-current={step === phase ? 'step' : undefined}>
          {t(`phase.${step}`)}
        </li>
      ))}
    </ol>
  );
}

function LastDecision({ view }: { readonly view: ScenarioView }): ReactNode {
  const { t } = useTranslation();
  const checksOf = useChecks(view.symbol);
  const zone = useViewSetting('zone');
  const { decision } = view;
  if (decision === null) return <p className="scenario-none">{t('scenarios.noDecision')}</p>;
  const { signal, asOfUtcMs, filters } = decision;
  return (
    <>
      <p className="scenario-verdict">
        <Verdict signal={signal} symbol={view.symbol} />
        <span className="scenario-time">
          {t('scenarios.asOf', {
            time: `${minuteStampText(asOfUtcMs, zone)} ${zoneText(asOfUtcMs, zone)}`,
          })}
        </span>
      </p>
      <CheckList
        label={t('scenarios.filters')}
        checks={checksOf(filters)}
        words={{
          name: t('scenarios.filters'),
          value: t('check.value'),
          threshold: t('check.threshold'),
          passed: t('check.passed'),
          failed: t('check.failed'),
        }}
      />
    </>
  );
}

function Verdict({ signal, symbol }: { readonly signal: Signal; readonly symbol: string }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const instrument = useReplica((replica) => replica.instruments.get(symbol)) ?? undefined;
  switch (signal.kind) {
    case 'none':
      return <Badge tone="neutral">{t('signal.none')}</Badge>;
    case 'enter':
      return (
        <Badge tone={signal.side === 'buy' ? 'up' : 'down'}>
          {t(`signal.enter.${signal.side}`, { price: priceText(signal.reference, instrument) })}
        </Badge>
      );
    case 'exit':
      return <Badge tone="accent">{t(`signal.exit.${signal.reason}`)}</Badge>;
    case 'moveStop':
      return <Badge tone="accent">{t('signal.moveStop', { price: priceText(signal.stop, instrument) })}</Badge>;
    case 'closePart':
      return <Badge tone="accent">{t('signal.closePart', { share: formats.percent(signal.ratio, 0) })}</Badge>;
  }
}
