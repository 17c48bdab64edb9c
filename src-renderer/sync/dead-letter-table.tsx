import type { DeadLetter } from '#shared/contract/memory.ts';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../components/data-table.tsx';
import type { TableColumn } from '../components/table-column.ts';
import { stampText } from '../format/time-text.ts';
import { useFormats } from '../format/use-formats.ts';
import { useCockpit, useIsConnected } from '../stream/cockpit-context.ts';
import { useTableWords } from '../stream/use-table-words.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import { faultLine, FaultWord } from './fault-word.tsx';

/** As many as a person may read; the projections' table has their number. */
const lettersMax = 100;

/** Changes that were refused for good, newest first: what was passed over, and why. */
export function DeadLetterTable(): ReactNode {
  const { t } = useTranslation();
  const { ask } = useCockpit();
  const isConnected = useIsConnected();
  const words = useTableWords();
  const columns = useLetterColumns();
  const [letters, setLetters] = useState<readonly DeadLetter[]>([]);
  useEffect(() => {
    if (!isConnected) return undefined;
    let isWanted = true;
    void ask((client) => client.memory.deadLetters({ limit: lettersMax })).then((answer) => {
      if (isWanted && answer.ok) setLetters(answer.value);
    });
    return () => {
      isWanted = false;
    };
  }, [ask, isConnected]);
  if (letters.length === 0) return null;
  return (
    <>
      <div className="sync-heading">
        <h4 className="health-title">{t('projections.letters')}</h4>
      </div>
      <DataTable {...words} label={t('projections.letters')} columns={columns} rows={letters} rowId={letterId} />
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
      { id: 'died', header: t('projections.died'), value: ({ diedAtUtcMs }) => stampText(diedAtUtcMs, zone) },
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
