import type { Opinion } from '#shared/agent/opinion.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { Meter } from '../components/meter.tsx';
import { useFormats } from '../format/use-formats.ts';
import { EvidenceOf } from '../opinions/evidence-desk.tsx';
import { OpenEvidence } from '../opinions/open-evidence.tsx';
import { SimilarSummary } from '../opinions/similar-summary.tsx';
import { StatementList } from '../opinions/statement-list.tsx';
import { UngroundedBadge, VerdictBadge, VerdictCard } from '../opinions/verdict-card.tsx';
import { goTo } from '../stream/places.ts';
import type { WaitingApproval } from '../stream/replica.ts';
import './ticket-opinion.css';

/** The most telling; the verdicts below hold them all. */
const reasonsShown = 4;

/** What the agents say of the ticket, each number with its record; where nobody was asked or nobody answered, that. */
export function TicketOpinion({ approval: { ticket, opinion } }: { readonly approval: WaitingApproval }): ReactNode {
  const { t } = useTranslation();
  if (opinion === null) return <p className="ticket-no-opinion">{t('ticket.noOpinion')}</p>;
  return (
    <EvidenceOf symbol={ticket.parameters.symbol} evidence={opinion.evidence}>
      <OpinionHead opinion={opinion} />
      <OpenEvidence />
      <Part title={t('ticket.reasons')}>
        <StatementList label={t('ticket.reasons')} statements={opinion.reasons.slice(0, reasonsShown)} />
      </Part>
      <details className="ticket-part" open>
        <summary>{t('ticket.verdicts')}</summary>
        {opinion.verdicts.map((verdict) => (
          <VerdictCard key={verdict.agent} verdict={verdict} />
        ))}
      </details>
      <Part title={t('opinion.similar')}>
        {opinion.similar === null ? (
          <p className="ticket-no-opinion">{t('ticket.noSimilar')}</p>
        ) : (
          <SimilarSummary similar={opinion.similar} />
        )}
      </Part>
      <Lessons opinion={opinion} />
    </EvidenceOf>
  );
}

function OpinionHead({ opinion }: { readonly opinion: Opinion }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const { verdict, rank, mode, isGrounded, runId, latencyMs } = opinion;
  return (
    <div className="ticket-opinion-head">
      <p className="ticket-opinion-line">
        <strong>{t('ticket.agents')}</strong>
        <VerdictBadge verdict={verdict} />
        {mode === 'rulesOnly' && <Badge tone="neutral">{t('opinion.rulesOnly')}</Badge>}
        {!isGrounded && <UngroundedBadge />}
        <span className="ticket-latency">{formats.duration(latencyMs)}</span>
        <Button size="small" onClick={() => goTo({ kind: 'run', runId })}>
          {t('ticket.toRun')}
        </Button>
      </p>
      <p className="ticket-rank" title={t('ticket.rankTitle')}>
        <span>{t('ticket.rank', { rank })}</span>
        <Meter label={t('ticket.rank', { rank })} usedRatio={rank / 100} tone="progress" />
      </p>
    </div>
  );
}

function Lessons({ opinion: { lessons, evidence } }: { readonly opinion: Opinion }): ReactNode {
  const { t } = useTranslation();
  if (lessons.length === 0) return null;
  return (
    <Part title={t('ticket.lessons')}>
      <ul className="ticket-lessons" aria-label={t('ticket.lessons')}>
        {lessons.map((recordId) => {
          const shown = evidence.find((one) => one.recordId === recordId && typeof one.value === 'string');
          return (
            <li key={recordId}>
              <button type="button" className="cited-number" onClick={() => goTo({ kind: 'chain', recordId })}>
                {shown === undefined ? recordId : String(shown.value)}
                <span className="only-spoken"> {t('opinion.toChainOf', { record: recordId })}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </Part>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <section className="ticket-part" aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}
