import { reasonLengths } from '#shared/contract/reason.ts';
import type { ApprovalTicket } from '#shared/trading/approval-ticket.ts';
import { useId, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { TextField } from '../components/text-field.tsx';
import { useIsConnected, useReplica } from '../stream/cockpit-context.ts';
import { useDeskNowMs } from '../stream/desk-clock.ts';
import { useRefusalText } from '../stream/use-refusal-text.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import { ModifyTicketDialog } from './modify-ticket-dialog.tsx';
import './ticket-actions.css';
import type { Staleness } from './ticket-staleness.ts';
import { useTicketDecision, type Decision } from './use-ticket-decision.ts';
import { useTradingKeys } from './use-trading-keys.ts';

const quickReasons = ['news', 'spread', 'trend', 'exposure'] as const;
/** A ticket must have been in sight for so long before it can be approved: a hand that was already moving meant the one before. */
const seenMinMs = 700;

/**
 * Approve, modify or reject. Enter alone approves nothing: it has to fall on the focused button, which loses the focus with every new ticket. A ticket
 * that is stale cannot be approved: it is asked for again at the price of now, or rejected.
 */
export function TicketActions({
  ticket,
  deadlineMs,
  staleness,
}: {
  readonly ticket: ApprovalTicket;
  readonly deadlineMs: number;
  readonly staleness: Staleness | null;
}): ReactNode {
  const { t } = useTranslation();
  const { decision, approve, reject, modify } = useTicketDecision(ticket);
  const [isModifying, setModifying] = useState(false);
  const areKeysOn = useViewSetting('areTradingKeysOn');
  const reasonField = useRef<HTMLInputElement>(null);
  const staleId = useId();
  const { symbol } = ticket.parameters;
  const instrument = useReplica((replica) => replica.instruments.get(symbol)) ?? undefined;
  const isConnected = useIsConnected();
  const nowMs = useDeskNowMs();
  const [shownAtMs] = useState(() => performance.now());
  const isExpired = nowMs >= deadlineMs;
  const isClosed = !isConnected || isExpired || decision.kind === 'sending' || decision.kind === 'sent';
  const canApprove = !isClosed && staleness === null && nowMs - shownAtMs >= seenMinMs;
  useTradingKeys({
    approve: () => {
      if (canApprove) void approve();
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
          disabled={!canApprove}
          isBusy={decision.kind === 'sending' && decision.verb === 'approve'}
          {...(staleness !== null && { 'aria-describedby': staleId })}
          onClick={() => void approve()}
        >
          {t('ticket.approve')}
          {areKeysOn && <kbd>Ctrl ↵</kbd>}
        </Button>
        <Button
          size="large"
          disabled={isClosed || instrument === undefined}
          title={t('ticket.modifyTitle')}
          onClick={() => setModifying(true)}
        >
          {t('ticket.modify')}
        </Button>
      </div>
      {staleness !== null && (
        <p className="ticket-stale">
          <span id={staleId}>{t('ticket.staleApprove')}</span>
          <Button
            size="small"
            disabled={isClosed || staleness === 'noPrice'}
            isBusy={decision.kind === 'sending' && decision.verb === 'modify'}
            onClick={() => void modify({})}
          >
            {t('ticket.askAnew')}
          </Button>
        </p>
      )}
      <Rejecting
        ref={reasonField}
        isClosed={isClosed}
        isBusy={decision.kind === 'sending' && decision.verb === 'reject'}
        onReject={(reason) => void reject(reason)}
      />
      {isModifying && instrument !== undefined && (
        <ModifyTicketDialog
          ticket={ticket}
          instrument={instrument}
          isClosed={isClosed}
          onAsk={(wished) => {
            setModifying(false);
            void modify(wished);
          }}
          onClose={() => setModifying(false)}
        />
      )}
    </footer>
  );
}

/** A reason is written, or one of the usual ones taken; without one nothing is rejected, since later runs are shown it. */
function Rejecting({
  ref,
  isClosed,
  isBusy,
  onReject,
}: {
  readonly ref: React.Ref<HTMLInputElement>;
  readonly isClosed: boolean;
  readonly isBusy: boolean;
  readonly onReject: (reason: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const hasReason = reason.trim().length >= reasonLengths.min;
  return (
    <>
      <div className="ticket-rejecting">
        <TextField
          ref={ref}
          label={t('ticket.reason')}
          isLabelSpokenOnly
          maxLength={reasonLengths.max}
          value={reason}
          disabled={isClosed}
          onChange={setReason}
        />
        <Button
          disabled={isClosed || !hasReason}
          isBusy={isBusy}
          title={hasReason ? undefined : t('ticket.reasonNeeded')}
          onClick={() => onReject(reason.trim())}
        >
          {t('ticket.reject')}
        </Button>
      </div>
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
    </>
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
