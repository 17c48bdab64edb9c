import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Amount } from '../components/amount.tsx';
import { Button } from '../components/button.tsx';
import { DetailList } from '../components/detail-list.tsx';
import { Dialog } from '../components/dialog.tsx';
import { TextField } from '../components/text-field.tsx';
import { priceText, volumeText } from '../format/price-text.ts';
import { useFormats } from '../format/use-formats.ts';
import { useIsConnected } from '../stream/cockpit-context.ts';
import { addMessage } from '../stream/messages.ts';
import { closeVolume, halfVolume, type CloseVolume } from './close-volume.ts';
import type { PositionRow } from './position-row.ts';
import { RequestRefused } from '../stream/request-refused.tsx';
import '../components/dialog-fields.css';
import { useDialogRequest } from '../stream/use-dialog-request.ts';

/** Asks once more, with the money, and closes the position or a part of it at the market. The safe answer has the focus. */
export function ClosePositionDialog({
  row,
  onClose,
}: {
  readonly row: PositionRow;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const isConnected = useIsConnected();
  const { isSending, refusal, send } = useDialogRequest();
  const [typed, setTyped] = useState<string | null>(null);
  const { position, instrument, priceNow } = row;
  const { positionId, symbol, side, volume: open } = position;
  const wish = closeVolume(typed ?? String(open), open, instrument);
  const close = async (): Promise<void> => {
    if (wish.kind === 'unusable') return;
    const part = wish.kind === 'part' ? wish.volume : null;
    if (!(await send((client) => client.position.close({ positionId, ...(part !== null && { volume: part }) }))))
      return;
    const what = part === null ? symbol : `${volumeText(part, instrument)} ${symbol}`;
    const text = t(part === null ? 'positions.closeSentText' : 'positions.closePartSentText');
    addMessage({ tone: 'neutral', title: t('positions.closeSent', { what }), text });
    onClose();
  };
  return (
    <Dialog title={t('positions.closeTitle', { symbol })} onClose={onClose}>
      <DetailList
        details={[
          { label: t('column.side'), value: t(`side.${side}`) },
          { label: t('column.volume'), value: volumeText(open, instrument) },
          { label: t('positions.closeAbout'), value: priceText(priceNow, instrument) },
        ]}
      />
      <VolumeField row={row} wish={wish} typed={typed} onType={setTyped} />
      <CloseFigures row={row} wish={wish} />
      <RequestRefused refusal={refusal} />
      <div className="dialog-actions">
        <Button data-first-focus onClick={onClose}>
          {t('positions.keep')}
        </Button>
        <Button
          look="danger"
          disabled={!isConnected || wish.kind === 'unusable'}
          isBusy={isSending}
          onClick={() => void close()}
        >
          {wish.kind === 'part'
            ? t('positions.closePart', { volume: volumeText(wish.volume, instrument) })
            : t('positions.closeNow')}
        </Button>
      </div>
    </Dialog>
  );
}

function VolumeField({
  row: { position, instrument },
  wish,
  typed,
  onType,
}: {
  readonly row: PositionRow;
  readonly wish: CloseVolume;
  readonly typed: string | null;
  readonly onType: (typed: string | null) => void;
}): ReactNode {
  const { t } = useTranslation();
  const issueId = useId();
  const open = volumeText(position.volume, instrument);
  const half = halfVolume(position.volume, instrument);
  const grid = { open, min: instrument?.volumeMin ?? '', step: instrument?.volumeStep ?? '' };
  return (
    <>
      <div className="dialog-fields">
        <TextField
          label={t('positions.closeVolume')}
          inputMode="decimal"
          value={typed ?? open}
          aria-invalid={wish.kind === 'unusable'}
          aria-describedby={issueId}
          onChange={onType}
        />
        <Button disabled={half === null} onClick={() => half !== null && onType(volumeText(half, instrument))}>
          {t('positions.closeHalf')}
        </Button>
        <Button onClick={() => onType(null)}>{t('positions.closeAll')}</Button>
      </div>
      <p id={issueId} className="dialog-issue" role="status">
        {wish.kind === 'unusable' && t(`closeIssue.${wish.issue}`, grid)}
      </p>
    </>
  );
}

function CloseFigures({
  row: { position, instrument },
  wish,
}: {
  readonly row: PositionRow;
  readonly wish: CloseVolume;
}): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const share = wish.kind === 'unusable' ? null : wish.volume / position.volume;
  const profit = share === null ? null : position.profit * share;
  return (
    <DetailList
      details={[
        {
          label: t('positions.closeProfit'),
          value: <Amount value={profit} text={formats.signedMoney(profit)} />,
        },
        {
          label: t('positions.closeLeft'),
          value: wish.kind === 'part' ? volumeText(wish.left, instrument) : t('positions.closeLeftNone'),
        },
      ]}
    />
  );
}
