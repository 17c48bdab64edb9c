import type { ContractClient } from '#shared/contract/contract-client.ts';
import type { DeadLetter } from '#shared/contract/memory.ts';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../components/data-table.tsx';
import type { TableColumn } from '../components/table-column.ts';
import { stampText } from '../format/time-text.ts';
import { useFormats } from '../format/use-formats.ts';
import { RequestRefused } from '../stream/request-refused.tsx';
import { useAnswer } from '../stream/use-answer.ts';
import { useTableWords } from '../stream/use-table-words.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import { faultLine, FaultWord } from './fault-word.tsx';

/** As many as a person may read; the projections' table has their number. */
const lettersMax = 100;

const fetchLetters = (client: ContractClient, wish: { readonly limit: number }, signal: AbortSignal) =>
  client.memory.deadLetters(wish, { signal });

/** Changes that were refused for good, newest first: what was passed over, and why. Asked for again whenever there are more or fewer. */
export function DeadLetterTable({ count }: { readonly count: number }): ReactNode {
  const { t } = useTranslation();
  const words = useTableWords();
  const columns = useLetterColumns();
  // eslint-disable-next-line react-hooks/exhaustive-deps -- another number of them is another wish for the same
  const wish = useMemo(() => ({ limit: lettersMax }), [count]);
  const { answer, refusal } = useAnswer({ wish, request: fetchLetters });
  if (answer === null && refusal === null) return null;
  return (
    <>
      <div className="sync-heading">
        <h4 className="health-title">{t('projections.letters')}</h4>
      </div>
      {refusal !== null && <RequestRefused refusal={refusal} />}
      {answer !== null && (
        <DataTable {...words} label={t('projections.letters')} columns={columns} rows={answer} rowId={letterId} />
      )}
    </>
  );
}

const letterId = ({ target, key, diedAtUtcMs }: DeadLetter): string => `${target} ${key} ${diedAtUtcMs}`;

function useLetterColumns(): readonly TableColumn<DeadLetter>[] {
  const { t } = useTranslation();
  const formats = useFormats();
  const zone = useViewSetting('zone');
  return useMemo(
    () => [
      {
        id: 'died',
        header: t(`timeIn.${zone}`, { header: t('projections.died') }),
        value: ({ diedAtUtcMs }) => stampText(diedAtUtcMs, zone),
      },
      {
        id: 'projection',
        header: t('projections.projection'),
        value: ({ projection }) => t(`projections.name.${projection}`),
      },
      { id: 'target', header: t('projections.target'), value: ({ target }) => target },
      { id: 'key', header: t('projections.key'), value: ({ key }) => key },
      {
        id: 'tries',
        header: t('projections.tries'),
        align: 'end',
        value: ({ attempts }) => attempts,
        cell: ({ attempts }) => formats.figure(attempts),
      },
      {
        id: 'fault',
        header: t('sync.fault'),
        value: ({ fault }) => faultLine(fault),
        cell: ({ fault }) => <FaultWord fault={fault} />,
      },
    ],
    [t, formats, zone],
  );
}
