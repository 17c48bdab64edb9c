import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Amount } from '../components/amount.tsx';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { DetailList } from '../components/detail-list.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Notice } from '../components/notice.tsx';
import { useFormats } from '../format/use-formats.ts';
import type { Refusal } from '../stream/ask-engine.ts';
import { useIsConnected, useReplica } from '../stream/cockpit-context.ts';
import { useDialogRequest } from '../stream/use-dialog-request.ts';
import { useRefusalText } from '../stream/use-refusal-text.ts';
import { moneyAtStops } from './money-at-stops.ts';

/** Asks once, with the money, and closes every position of the account. The safe answer has the focus. */
export function FlattenDialog({
  reason,
  onClose,
}: {
  readonly reason: string;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const isConnected = useIsConnected();
  const positions = useReplica((replica) => replica.positions) ?? [];
  const instruments = useReplica((replica) => replica.instruments) ?? new Map();
  const { isSending, refusal, send } = useDialogRequest();
  const profit = positions.reduce((sum, position) => sum + position.profit + position.swap, 0);
  const hasNakedPosition = positions.some(({ stop }) => stop === null);
  const atStops = moneyAtStops(positions, instruments);
  const flatten = async (): Promise<void> => {
    if (await send((client) => client.tradingState.flatten({ scope: { kind: 'all' }, reason }))) onClose();
  };
  return (
    <Dialog title={t('flatten.title')} onClose={onClose}>
      <p>{positions.length === 0 ? t('flatten.none') : t('flatten.text')}</p>
      <DetailList
        details={[
          { label: t('flatten.positions'), value: String(positions.length) },
          { label: t('flatten.profit'), value: <Amount value={profit} text={formats.signedMoney(profit)} /> },
          {
            label: t('flatten.stop'),
            title: t('flatten.stopTitle'),
            value: hasNakedPosition ? (
              <Badge tone="fault">{t('positions.noStop')}</Badge>
            ) : (
              <Amount value={atStops} text={formats.signedMoney(atStops)} />
            ),
          },
        ]}
      />
      {refusal !== null && <FlattenRefused refusal={refusal} />}
      <div className="dialog-actions">
        <Button data-first-focus onClick={onClose}>
          {t('flatten.keep')}
        </Button>
        <Button look="danger" disabled={!isConnected} isBusy={isSending} onClick={() => void flatten()}>
          {t('flatten.now')}
        </Button>
      </div>
    </Dialog>
  );
}

function FlattenRefused({ refusal }: { readonly refusal: Refusal }): ReactNode {
  const { t } = useTranslation();
  const refusalText = useRefusalText();
  const { title, text } = refusalText(refusal);
  return (
    <Notice tone="fault" role="alert" title={`${t('tradingState.flattenFailed')} ${title}`}>
      {text}
    </Notice>
  );
}
