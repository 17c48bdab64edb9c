import type { ApprovalTicket } from '#shared/trading/approval-ticket.ts';
import { useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { TextField } from '../components/text-field.tsx';
import { useIsConnected } from '../stream/cockpit-context.ts';
import { useDeskNowMs } from '../stream/desk-clock.ts';
import { useRefusalText } from '../stream/use-refusal-text.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import './ticket-actions.css';
import { useTicketDecision, type Decision } from './use-ticket-decision.ts';
import { useTradingKeys } from './use-trading-keys.ts';

const quickReasons = ['news', 'spread', 'trend', 'exposure'] as const;
/** The contract's own bound. */
const reasonMin = 3;

/** Approve or reject. Enter alone approves nothing: it has to fall on the focused button, which loses the focus with every new ticket. */
export function TicketActions({
  ticket,
  deadlineMs,
}: {
  readonly ticket: ApprovalTicket;
  readonly deadlineMs: number;
}): ReactNode {
  const { t } = useTranslation();
  const { decision, approve, reject } = useTicketDecision(ticket);
  const [reason, setReason] = useState('');
  const areKeysOn = useViewSetting('areTradingKeysOn');
  const reasonField = useRef<HTMLInputElement>(null);
  const isConnected = useIsConnected();
  const isExpired = useDeskNowMs() >= deadlineMs;
  const isClosed = !isConnected || isExpired || decision.kind === 'sending' || decision.kind === 'sent';
  const hasReason = reason.trim().length >= reasonMin;
  useTradingKeys({
    approve: () => {
      if (!isClosed) void approve();
    },
    goToReason: () => reasonField.current?.focus(),
  });
  return (
    <footer className="ticket-actions">
      <DecisionState decision={decision} isExpired={isExpired} />
      <div className="ticket-buttons">
        <Button
          look="primary"
          size="large"
          disabled={isClosed}
          isBusy={decision.kind === 'sending' && decision.verb === 'approve'}
          onClick={() => void approve()}
        >
          {t('ticket.approve')}
          {areKeysOn && <kbd>Ctrl ↵</kbd>}
        </Button>
        <Button
          size="large"
          disabled={isClosed || !hasReason}
          isBusy={decision.kind === 'sending' && decision.verb === 'reject'}
          title={hasReason ? undefined : t('ticket.reasonNeeded')}
          onClick={() => void reject(reason.trim())}
        >
          {t('ticket.reject')}
        </Button>
      </div>
      <TextField
        ref={reasonField}
        label={t('ticket.reason')}
        isLabelSpokenOnly
        maxLength={500}
        value={reason}
        disabled={isClosed}
        onChange={setReason}
      />
      <div className="ticket-quick" role="group" aria-label={t('ticket.quickReasons')}>
        {quickReasons.map((quick) => (
          <Button
            key={quick}
            size="small"
            disabled={isClosed}
            title={t(`quickReason.${quick}`)}
            onClick={() => setReason(t(`quickReason.${quick}`))}
          >
            {t(`quickReasonShort.${quick}`)}
          </Button>
        ))}
      </div>
    </footer>
  );
}

function DecisionState({
  decision,
  isExpired,
}: {
  readonly decision: Decision;
  readonly isExpired: boolean;
}): ReactNode {
  const { t } = useTranslation();
  const refusalText = useRefusalText();
  switch (decision.kind) {
    case 'open':
      return isExpired ? <Notice tone="warning" role="status" title={t('ticket.runOut')} /> : null;
    case 'sending':
      return <Notice tone="accent" role="status" title={t('ticket.sending')} />;
    case 'sent':
      return <Notice tone="accent" role="status" title={t(`ticket.sent.${decision.verb}`)} />;
    case 'refused': {
      const { title, text } = refusalText(decision.refusal);
      return (
        <Notice tone="fault" role="alert" title={title}>
          {text}
        </Notice>
      );
    }
  }
}
