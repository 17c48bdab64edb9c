import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Amount } from '../components/amount.tsx';
import { Button } from '../components/button.tsx';
import { CheckField } from '../components/check-field.tsx';
import { DetailList } from '../components/detail-list.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Notice } from '../components/notice.tsx';
import { StepField } from '../components/step-field.tsx';
import { priceText, volumeText } from '../format/price-text.ts';
import { useFormats } from '../format/use-formats.ts';
import { useIsConnected } from '../stream/cockpit-context.ts';
import { addMessage } from '../stream/messages.ts';
import { LevelsTable } from './levels-table.tsx';
import { RequestRefused } from '../stream/request-refused.tsx';
import { levelMoney, stopMove, type MoveGround } from './stop-move.ts';
import '../components/dialog-fields.css';
import { useDialogRequest } from '../stream/use-dialog-request.ts';

/**
 * Moves stop and target of a position. A stop can be moved anywhere that the broker takes it, never removed; one that is widened is said
 * with the money, and has to be confirmed for exactly these two levels.
 */
export function MoveStopsDialog({
  ground,
  onClose,
}: {
  readonly ground: MoveGround;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const isConnected = useIsConnected();
  const { isSending, refusal, send } = useDialogRequest();
  const { position, instrument, priceNow } = ground;
  const { positionId, symbol, side } = position;
  const textOf = (level: number | null): string => (level === null ? '' : priceText(level, instrument));
  const [typed, setTyped] = useState({ stop: textOf(position.stop), target: textOf(position.target) });
  const [confirmed, setConfirmed] = useState<string | null>(null);
  const move = stopMove(typed, ground);
  const { stop, target, addedRisk, issue } = move;
  const widening = addedRisk === null ? null : `${position.stop ?? ''} ${stop ?? ''}`;
  const isHeldBack = widening !== null && confirmed !== widening;
  const order = async (): Promise<void> => {
    if (stop === null || issue !== null || isHeldBack) return;
    if (!(await send((client) => client.position.modify({ positionId, stop, target })))) return;
    addMessage({ tone: 'neutral', title: t('stops.sent', { symbol }), text: t('stops.sentText') });
    onClose();
  };
  return (
    <Dialog title={t('stops.title', { symbol })} onClose={onClose}>
      <DetailList
        details={[
          {
            label: t('stops.opened'),
            value: `${t(`side.${side}`)} ${volumeText(position.volume, instrument)} · ${priceText(position.openPrice, instrument)}`,
          },
          { label: t('stops.priceNow'), value: priceText(priceNow, instrument) },
          {
            label: t('column.profit'),
            value: <Amount value={position.profit} text={formats.signedMoney(position.profit)} />,
          },
        ]}
      />
      <div className="dialog-fields">
        <StepField
          label={t('stops.stop')}
          text={typed.stop}
          isFirst
          isInvalid={issue?.startsWith('stop') ?? false}
          step={instrument.tickSize}
          textOf={textOf}
          onType={(text) => setTyped({ ...typed, stop: text })}
        />
        <StepField
          label={t('stops.target')}
          text={typed.target}
          placeholder={t('stops.noTarget')}
          isInvalid={issue?.startsWith('target') ?? false}
          step={instrument.tickSize}
          textOf={textOf}
          onType={(text) => setTyped({ ...typed, target: text })}
        />
        <Button
          title={t('stops.breakEvenTitle')}
          onClick={() => setTyped({ ...typed, stop: textOf(position.openPrice) })}
        >
          {t('stops.breakEven')}
        </Button>
      </div>
      <LevelsTable ground={ground} stop={stop} target={target} />
      <p className={issue === 'unchanged' ? 'dialog-issue dialog-hint' : 'dialog-issue'} role="status">
        {issue !== null && t(`moveIssue.${issue}`, { points: formats.points(instrument.stopsLevelPoints) })}
      </p>
      {addedRisk !== null && issue === null && (
        <div className="dialog-warning">
          <Notice tone="warning" role="alert" title={t('stops.widened', { added: formats.money(addedRisk) })}>
            <p>
              {t('stops.widenedText', {
                before: formats.signedMoney(levelMoney(position.stop, ground)),
                after: formats.signedMoney(levelMoney(stop, ground)),
              })}
            </p>
            <CheckField
              label={t('stops.confirmWidening')}
              isChecked={!isHeldBack}
              onChange={(isChecked) => setConfirmed(isChecked ? widening : null)}
            />
          </Notice>
        </div>
      )}
      <RequestRefused refusal={refusal} />
      <div className="dialog-actions">
        <Button onClick={onClose}>{t('stops.keep')}</Button>
        <Button
          look={addedRisk === null ? 'primary' : 'danger'}
          disabled={!isConnected || issue !== null || isHeldBack}
          isBusy={isSending}
          onClick={() => void order()}
        >
          {addedRisk === null ? t('stops.move') : t('stops.widen')}
        </Button>
      </div>
    </Dialog>
  );
}
