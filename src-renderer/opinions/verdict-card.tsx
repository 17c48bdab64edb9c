import type { AgentVerdict, Verdict } from '#shared/agent/opinion.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../components/badge.tsx';
import type { Tone } from '../components/tone.ts';
import { useFormats } from '../format/use-formats.ts';
import { StatementList } from './statement-list.tsx';
import './verdict-card.css';

/** What one agent said: for or against, how sure, by which model or by the rules, whether its numbers hold, and why. */
export function VerdictCard({ verdict }: { readonly verdict: AgentVerdict }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const { agent, confidence, model, ungrounded, statements } = verdict;
  const name = t(`agentName.${agent}`);
  return (
    <div className="verdict" role="group" aria-label={name}>
      <p className="verdict-head">
        <strong>{name}</strong>
        <VerdictBadge verdict={verdict.verdict} />
        <span className="verdict-confidence">{t('opinion.confidence', { share: formats.percent(confidence, 0) })}</span>
        {ungrounded.length > 0 && <UngroundedBadge />}
        <span className="verdict-model">{model ?? t('opinion.rulesOnly')}</span>
      </p>
      {ungrounded.length > 0 && (
        <p className="verdict-ungrounded">
          {t('opinion.ungroundedNumbers', { numbers: ungrounded.map(({ number }) => number).join(' · ') })}
        </p>
      )}
      <StatementList label={t('opinion.reasonsOf', { agent: name })} statements={statements} ungrounded={ungrounded} />
    </div>
  );
}

export function VerdictBadge({ verdict }: { readonly verdict: Verdict }): ReactNode {
  const { t } = useTranslation();
  return <Badge tone={verdictTones[verdict]}>{t(`agentVerdict.${verdict}`)}</Badge>;
}

export function UngroundedBadge(): ReactNode {
  const { t } = useTranslation();
  return (
    <Badge tone="warning" title={t('opinion.ungroundedTitle')}>
      {t('opinion.ungrounded')}
    </Badge>
  );
}

/** Green and red are directions of money: a veto alarms, a confirmation invites. */
const verdictTones: Readonly<Record<Verdict, Tone>> = { confirm: 'accent', veto: 'fault', abstain: 'neutral' };
