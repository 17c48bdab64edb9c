import type { Instrument } from '#shared/market/instrument.ts';
import type { ApprovalTicket } from '#shared/trading/approval-ticket.ts';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/button.tsx';
import { DetailList } from '../components/detail-list.tsx';
import { Dialog } from '../components/dialog.tsx';
import '../components/dialog-fields.css';
import { StepField } from '../components/step-field.tsx';
import { noValue } from '../format/formats.ts';
import { priceText, volumeText } from '../format/price-text.ts';
import { useFormats } from '../format/use-formats.ts';
import { useIsConnected } from '../stream/cockpit-context.ts';
import { RequestRefused } from '../stream/request-refused.tsx';
import { ticketChange, type Wished } from './ticket-change.ts';

/**
 * Asks for the ticket again with another stop, target or volume. Nothing is approved by it: risk is run on what is wanted, and a new ticket asks for the
 * decision. The dialog goes with its ticket.
 */
export function ModifyTicketDialog({
  ticket,
  instrument,
  isClosed,
  onAsk,
  onClose,
}: {
  readonly ticket: ApprovalTicket;
  readonly instrument: Instrument;
  /** The ticket's time ran out, or something else was sent. */
  readonly isClosed: boolean;
  readonly onAsk: (wished: Wished) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const isConnected = useIsConnected();
  const { parameters } = ticket;
  const { symbol, side, worstPrice, stop, target, volume } = parameters;
  const levelText = (level: number | null): string => (level === null ? '' : priceText(level, instrument));
  const lotsText = (value: number): string => volumeText(value, instrument);
  const [typed, setTyped] = useState({ stop: levelText(stop), target: levelText(target), volume: lotsText(volume) });
  const change = ticketChange(typed, { parameters, instrument });
  const issue = change.kind === 'unusable' ? change.issue : null;
  return (
    <Dialog title={t('modify.title', { side: t(`side.${side}`), symbol })} onClose={onClose}>
      <p>{t('modify.text')}</p>
      <div className="dialog-fields">
        <StepField
          label={t('ticket.stop')}
          text={typed.stop}
          isFirst
          isInvalid={issue?.startsWith('stop') ?? false}
          step={instrument.tickSize}
          textOf={levelText}
          onType={(text) => setTyped({ ...typed, stop: text })}
        />
        <StepField
          label={t('ticket.target')}
          text={typed.target}
          placeholder={t('modify.noTarget')}
          isInvalid={issue?.startsWith('target') ?? false}
          step={instrument.tickSize}
          textOf={levelText}
          onType={(text) => setTyped({ ...typed, target: text })}
        />
        <StepField
          label={t('modify.volume')}
          text={typed.volume}
          isInvalid={issue?.startsWith('volume') ?? false}
          step={instrument.volumeStep}
          textOf={lotsText}
          onType={(text) => setTyped({ ...typed, volume: text })}
        />
      </div>
      <RiskBeforeAndAfter ticket={ticket} riskMoney={change.kind === 'wished' ? change.riskMoney : null} />
      <p className={issue === 'unchanged' ? 'dialog-issue dialog-hint' : 'dialog-issue'} role="status">
        {issue !== null &&
          t(`changeIssue.${issue}`, {
            worst: priceText(worstPrice, instrument),
            step: instrument.volumeStep,
            min: instrument.volumeMin,
          })}
      </p>
      <RequestRefused refusal={null} />
      <div className="dialog-actions">
        <Button onClick={onClose}>{t('modify.keep')}</Button>
        <Button
          look="primary"
          disabled={!isConnected || isClosed || change.kind === 'unusable'}
          onClick={() => {
            if (change.kind === 'wished') onAsk(change.wished);
          }}
        >
          {t('modify.ask')}
        </Button>
      </div>
    </Dialog>
  );
}

function RiskBeforeAndAfter({
  ticket: { parameters },
  riskMoney,
}: {
  readonly ticket: ApprovalTicket;
  readonly riskMoney: number | null;
}): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <DetailList
      details={[
        { label: t('modify.riskNow'), value: formats.money(parameters.riskMoney) },
        {
          label: t('modify.riskAfter'),
          value: riskMoney === null ? noValue : t('modify.about', { money: formats.money(riskMoney) }),
          title: t('modify.riskAfterTitle'),
        },
      ]}
    />
  );
}
