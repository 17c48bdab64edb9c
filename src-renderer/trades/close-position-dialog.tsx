import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Amount } from '../components/amount.tsx';
import { Button } from '../components/button.tsx';
import { DetailList } from '../components/detail-list.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Notice } from '../components/notice.tsx';
import { priceText, volumeText } from '../format/price-text.ts';
import { useFormats } from '../format/use-formats.ts';
import type { Refusal } from '../stream/ask-engine.ts';
import { useCockpit, useIsConnected } from '../stream/cockpit-context.ts';
import { addMessage } from '../stream/messages.ts';
import { useRefusalText } from '../stream/use-refusal-text.ts';
import type { PositionRow } from './position-row.ts';

/** Asks once more, with the money, and closes the whole position at the market. The safe answer has the focus. */
export function ClosePositionDialog({
  row,
  onClose,
}: {
  readonly row: PositionRow;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const { ask } = useCockpit();
  const isConnected = useIsConnected();
  const [state, setState] = useState<'open' | 'sending' | Refusal>('open');
  const { position, instrument, priceNow } = row;
  const { positionId, symbol, side, volume, profit } = position;
  const close = async (): Promise<void> => {
    setState('sending');
    const answer = await ask((client) => client.position.close({ positionId }));
    if (!answer.ok) {
      setState(answer.error);
      return;
    }
    addMessage({ tone: 'neutral', title: t('positions.closeSent', { symbol }), text: t('positions.closeSentText') });
    onClose();
  };
  return (
    <Dialog title={t('positions.closeTitle', { symbol })} onClose={onClose}>
      <DetailList
        details={[
          { label: t('column.side'), value: t(`side.${side}`) },
          { label: t('column.volume'), value: volumeText(volume, instrument) },
          { label: t('positions.closeAbout'), value: priceText(priceNow, instrument) },
          { label: t('column.profit'), value: <Amount value={profit} text={formats.signedMoney(profit)} /> },
        ]}
      />
      {typeof state === 'object' && <CloseRefused refusal={state} />}
      <div className="dialog-actions">
        <Button autoFocus onClick={onClose}>
          {t('positions.keep')}
        </Button>
        <Button look="danger" disabled={!isConnected} isBusy={state === 'sending'} onClick={() => void close()}>
          {t('positions.closeNow')}
        </Button>
      </div>
    </Dialog>
  );
}

function CloseRefused({ refusal }: { readonly refusal: Refusal }): ReactNode {
  const refusalText = useRefusalText();
  const { title, text } = refusalText(refusal);
  return (
    <Notice tone="fault" role="alert" title={title}>
      {text}
    </Notice>
  );
}
