import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../components/empty-state.tsx';
import { Segmented } from '../components/segmented.tsx';
import { useReplica } from '../stream/cockpit-context.ts';
import type { WaitingApproval } from '../stream/replica.ts';
import { AlarmSwitches } from './alarm-switches.tsx';
import './approvals-panel.css';
import { EndedTickets } from './ended-tickets.tsx';
import { OpenQuestions } from './open-questions.tsx';
import { TicketCard } from './ticket-card.tsx';

/** The tickets that wait for the trader, the one that ends first in front, and below them those that have ended. */
export function ApprovalsPanel(): ReactNode {
  const { t } = useTranslation();
  const waiting = (useReplica((replica) => replica.approvals) ?? []).toSorted((a, b) => a.deadlineMs - b.deadlineMs);
  const [chosen, choose] = useState<string | null>(null);
  const shown = waiting.find(({ ticket }) => ticket.approvalId === chosen) ?? waiting[0];
  return (
    <div className="approvals-panel">
      <AlarmSwitches />
      <OpenQuestions />
      {waiting.length > 1 && shown !== undefined && (
        <div className="approvals-choice">
          <Segmented
            label={t('ticket.choose')}
            segments={waiting.map((one) => segmentOf(one, t(`side.${one.ticket.parameters.side}`)))}
            value={shown.ticket.approvalId}
            onChange={choose}
          />
        </div>
      )}
      {shown === undefined ? (
        <div className="approvals-empty">
          <EmptyState title={t('ticket.none')} hint={t('ticket.noneHint')} />
        </div>
      ) : (
        <TicketCard key={shown.ticket.approvalId} approval={shown} />
      )}
      <EndedTickets />
    </div>
  );
}

function segmentOf({ ticket }: WaitingApproval, sideWord: string): { readonly value: string; readonly label: string } {
  return { value: ticket.approvalId, label: `${sideWord} ${ticket.parameters.symbol} ${ticket.intent.scenario}` };
}
