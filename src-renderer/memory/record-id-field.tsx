import { recordIdSchema, recordKinds, type RecordId } from '#shared/trading/record-id.ts';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/button.tsx';
import { TextField } from '../components/text-field.tsx';

/** The name of any record, to see its chain. */
export function RecordIdField({ onOpen }: { readonly onOpen: (id: RecordId) => void }): ReactNode {
  const { t } = useTranslation();
  const issueId = useId();
  const [typed, setTyped] = useState('');
  const [isInvalid, setInvalid] = useState(false);
  const show = (): void => {
    const parsed = recordIdSchema.safeParse(typed.trim());
    setInvalid(!parsed.success);
    if (parsed.success) onOpen(parsed.data);
  };
  return (
    <form
      className="record-id"
      onSubmit={(event) => {
        event.preventDefault();
        show();
      }}
    >
      <TextField
        label={t('memory.recordId')}
        isLabelSpokenOnly
        placeholder={t('memory.recordIdHint')}
        value={typed}
        aria-invalid={isInvalid}
        aria-describedby={isInvalid ? issueId : undefined}
        onChange={(text) => {
          setTyped(text);
          setInvalid(false);
        }}
      />
      <Button size="small" disabled={typed.trim() === ''} onClick={show}>
        {t('memory.show')}
      </Button>
      {isInvalid && (
        <p className="memory-issue" id={issueId} role="alert">
          {t('memory.recordIdInvalid', { kinds: recordKinds.join(', ') })}
        </p>
      )}
    </form>
  );
}
