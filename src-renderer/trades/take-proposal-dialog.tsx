import type { Proposal } from '#shared/agent/proposal.ts';
import { partOf } from '#shared/market/instrument-volume.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Amount } from '../components/amount.tsx';
import { Button } from '../components/button.tsx';
import { DetailList, type Detail } from '../components/detail-list.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Notice } from '../components/notice.tsx';
import { priceText, volumeText } from '../format/price-text.ts';
import { useFormats } from '../format/use-formats.ts';
import { useIsConnected } from '../stream/cockpit-context.ts';
import { addMessage } from '../stream/messages.ts';
import { moneyAtLevel } from '../stream/money-at-level.ts';
import { RequestRefused } from '../stream/request-refused.tsx';
import { useDialogRequest } from '../stream/use-dialog-request.ts';
import type { PositionRow } from './position-row.ts';
import { useActionWords } from './use-action-words.ts';

/** Asks once more, with the money, before what agents propose becomes an order of the trader's. The safe answer has the focus. */
export function TakeProposalDialog({
  proposal,
  row,
  onClose,
}: {
  readonly proposal: Proposal;
  /** The position as it is now; undefined once it is gone. */
  readonly row: PositionRow | undefined;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const isConnected = useIsConnected();
  const { isSending, refusal, send } = useDialogRequest();
  const actionWords = useActionWords(row?.instrument);
  const details = useTakeDetails(proposal, row);
  const { proposalId, symbol, action } = proposal;
  const take = async (): Promise<void> => {
    if (!(await send((client) => client.agents.takeProposal({ proposalId })))) return;
    addMessage({
      tone: 'neutral',
      title: t('proposal.taken', { symbol, what: actionWords(action) }),
      text: t('proposal.takenText'),
    });
    onClose();
  };
  return (
    <Dialog title={t('proposal.takeTitle', { symbol, what: actionWords(action) })} onClose={onClose}>
      {row === undefined ? <Notice tone="warning" title={t('proposal.gone')} /> : <DetailList details={details} />}
      <RequestRefused refusal={refusal} />
      <div className="dialog-actions">
        <Button data-first-focus onClick={onClose}>
          {t('proposal.keep')}
        </Button>
        <Button
          look="danger"
          disabled={!isConnected || row === undefined}
          isBusy={isSending}
          onClick={() => void take()}
        >
          {t('proposal.takeNow')}
        </Button>
      </div>
    </Dialog>
  );
}

function useTakeDetails({ action }: Proposal, row: PositionRow | undefined): readonly Detail[] {
  const { t } = useTranslation();
  const formats = useFormats();
  if (row === undefined) return [];
  const { position, instrument, priceNow } = row;
  const money = (value: number | null): ReactNode => <Amount value={value} text={formats.signedMoney(value)} />;
  const own = [
    { label: t('column.side'), value: t(`side.${position.side}`) },
    { label: t('column.volume'), value: volumeText(position.volume, instrument) },
  ];
  if (action.kind === 'moveStop') {
    const at = (level: number | null): number | null =>
      level === null || instrument === undefined ? null : moneyAtLevel(position, level, instrument);
    return [
      ...own,
      { label: t('stops.stopNow'), value: priceText(position.stop, instrument) },
      { label: t('proposal.moneyNow'), value: money(at(position.stop)) },
      { label: t('stops.stopNew'), value: priceText(action.stop, instrument) },
      { label: t('proposal.moneyNew'), value: money(at(action.stop)) },
    ];
  }
  const part =
    action.kind === 'close'
      ? position.volume
      : instrument === undefined
        ? null
        : partOf(position.volume, action.ratio, instrument);
  return [
    ...own,
    { label: t('positions.closeAbout'), value: priceText(priceNow, instrument) },
    {
      label: t('positions.closeVolume'),
      value: part === null ? t('proposal.share') : volumeText(part, instrument),
    },
    {
      label: t('positions.closeProfit'),
      value: money(part === null ? null : (position.profit * part) / position.volume),
    },
  ];
}
