import type { GovernanceView } from '#shared/contract/governance-view.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Figure } from '../components/figure.tsx';
import { Meter } from '../components/meter.tsx';
import { useFormats } from '../format/use-formats.ts';
import { useReplica } from '../stream/cockpit-context.ts';
import './scenario-figure.css';
import { useGovernanceWords } from './use-governance-words.ts';

/** Which scenario may enter, by whose word, and how far the deposit has come to the other one's threshold. */
export function ScenarioFigure(): ReactNode {
  const { t } = useTranslation();
  const governance = useReplica((replica) => replica.governance);
  return governance === null ? null : <Governed governance={governance} label={t('governance.scenario')} />;
}

function Governed({ governance, label }: { readonly governance: GovernanceView; readonly label: string }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const wordsOf = useGovernanceWords();
  const { active, override, depositUsd, threshold, closes } = governance;
  const { by, progress, wanted, other } = wordsOf(governance);
  const says = override === null ? by : `${t(`governance.${override.kind}`)} · ${by}`;
  const deposit = depositUsd === null ? t('governance.noData') : formats.money(depositUsd);
  return (
    <Figure
      label={label}
      title={[says, `${t('governance.deposit')}: ${deposit}`, wanted, progress, t('governance.both')].join('\n')}
    >
      <span className="scenario-figure">
        {active}
        {override !== null && <span className="scenario-figure-word">{t(`governance.${override.kind}`)}</span>}
        <span className="scenario-figure-word scenario-figure-wanted">{wanted}</span>
        <span className="scenario-figure-word">
          {closes.length}/{threshold.closes}
        </span>
      </span>
      <Meter
        label={t('governance.progress', { scenario: other })}
        usedRatio={closes.length / threshold.closes}
        tone="progress"
      />
    </Figure>
  );
}
