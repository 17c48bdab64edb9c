import type { LessonView } from '#shared/contract/agents.ts';
import { reasonLengths } from '#shared/contract/reason.ts';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { TextField } from '../components/text-field.tsx';
import { useIsConnected } from '../stream/cockpit-context.ts';
import { RequestRefused } from '../stream/request-refused.tsx';
import { useDialogRequest } from '../stream/use-dialog-request.ts';

/** Takes a lesson from later decisions, for a reason that is kept. What was decided with it stays as it is. */
export function RetireLessonDialog({
  view,
  onClose,
}: {
  readonly view: LessonView;
  readonly onClose: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const isConnected = useIsConnected();
  const { isSending, refusal, send } = useDialogRequest();
  const [reason, setReason] = useState('');
  const { lessonId, advice } = view.lesson;
  const retire = async (): Promise<void> => {
    if (await send((client) => client.agents.retireLesson({ lessonId, reason: reason.trim() }))) onClose();
  };
  return (
    <Dialog title={t('lessons.retireTitle')} onClose={onClose}>
      <p>{advice}</p>
      <p className="agents-quiet">{t('lessons.retireText')}</p>
      <TextField
        label={t('lessons.reason')}
        maxLength={reasonLengths.max}
        value={reason}
        data-first-focus
        onChange={setReason}
      />
      <RequestRefused refusal={refusal} />
      <div className="dialog-actions">
        <Button onClick={onClose}>{t('lessons.keep')}</Button>
        <Button
          look="danger"
          disabled={!isConnected || reason.trim().length < reasonLengths.min}
          isBusy={isSending}
          onClick={() => void retire()}
        >
          {t('lessons.retire')}
        </Button>
      </div>
    </Dialog>
  );
}
