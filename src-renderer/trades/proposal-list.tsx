import type { Proposal } from '#shared/agent/proposal.ts';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { countdownText } from '../format/countdown-text.ts';
import { EvidenceOf } from '../opinions/evidence-desk.tsx';
import { OpenEvidence } from '../opinions/open-evidence.tsx';
import { StatementList } from '../opinions/statement-list.tsx';
import { UngroundedBadge } from '../opinions/verdict-card.tsx';
import { useIsConnected, useReplica } from '../stream/cockpit-context.ts';
import { goTo } from '../stream/places.ts';
import { useDialogRequest } from '../stream/use-dialog-request.ts';
import { useRefusalText } from '../stream/use-refusal-text.ts';
import { useMarketNow } from '../stream/use-market-now.ts';
import type { PositionRow } from './position-row.ts';
import './proposal-list.css';
import { TakeProposalDialog } from './take-proposal-dialog.tsx';
import { useActionWords } from './use-action-words.ts';

/** What agents propose for open positions: less of one, or a stop nearer to the price. Nothing follows but by the trader's own click. */
export function ProposalList({ rows }: { readonly rows: readonly PositionRow[] }): ReactNode {
  const { t } = useTranslation();
  const proposals = useReplica((replica) => replica.proposals) ?? [];
  const [taking, setTaking] = useState<string | null>(null);
  const taken = proposals.find(({ proposalId }) => proposalId === taking);
  if (proposals.length === 0) return null;
  return (
    <section className="proposals" aria-label={t('proposal.title')}>
      {proposals.map((proposal) => (
        <ProposalCard
          key={proposal.proposalId}
          proposal={proposal}
          row={rowOf(rows, proposal)}
          onTake={() => setTaking(proposal.proposalId)}
        />
      ))}
      {taken !== undefined && (
        <TakeProposalDialog proposal={taken} row={rowOf(rows, taken)} onClose={() => setTaking(null)} />
      )}
    </section>
  );
}

const rowOf = (rows: readonly PositionRow[], { positionId }: Proposal): PositionRow | undefined =>
  rows.find(({ position }) => position.positionId === positionId);

function ProposalCard({
  proposal,
  row,
  onTake,
}: {
  readonly proposal: Proposal;
  readonly row: PositionRow | undefined;
  readonly onTake: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const actionWords = useActionWords(row?.instrument);
  const isConnected = useIsConnected();
  const refusalText = useRefusalText();
  const { isSending, refusal, send } = useDialogRequest();
  const { proposalId, symbol, action, statements, evidence, isGrounded, model, runId } = proposal;
  const what = actionWords(action);
  return (
    <EvidenceOf symbol={symbol} evidence={evidence}>
      <article className="proposal" aria-label={t('proposal.one', { symbol, what })}>
        <p className="proposal-head">
          <Badge tone="accent">{t('proposal.badge')}</Badge>
          <strong>{symbol}</strong>
          <span>{what}</span>
          {!isGrounded && <UngroundedBadge />}
          <span className="proposal-quiet">
            {model} · <Left validUntilUtcMs={proposal.validUntilUtcMs} />
          </span>
          <span className="proposal-actions">
            <Button size="small" onClick={() => goTo({ kind: 'run', runId })}>
              {t('proposal.toRun')}
            </Button>
            <Button
              size="small"
              disabled={!isConnected}
              isBusy={isSending}
              onClick={() => void send((client) => client.agents.dismissProposal({ proposalId }))}
            >
              {t('proposal.dismiss')}
            </Button>
            <Button size="small" look="primary" disabled={!isConnected || row === undefined} onClick={onTake}>
              {t('proposal.take')}
            </Button>
          </span>
        </p>
        <StatementList label={t('proposal.reasons')} statements={statements} />
        <OpenEvidence />
        {refusal !== null && (
          <Notice tone="fault" role="alert" title={refusalText(refusal).title}>
            {refusalText(refusal).text}
          </Notice>
        )}
      </article>
    </EvidenceOf>
  );
}

/** In market time: it holds until the next decision. */
function Left({ validUntilUtcMs }: { readonly validUntilUtcMs: number }): ReactNode {
  const { t } = useTranslation();
  const nowUtcMs = useMarketNow();
  return nowUtcMs === null ? null : t('proposal.left', { time: countdownText(validUntilUtcMs - nowUtcMs) });
}
