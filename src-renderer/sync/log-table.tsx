import { streamName } from '#shared/contract/stream-name.ts';
import type { SyncLog } from '#shared/contract/sync-health.ts';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../components/data-table.tsx';
import type { TableColumn } from '../components/table-column.ts';
import { stampText } from '../format/time-text.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTableWords } from '../stream/use-table-words.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import { faultLine, FaultWord } from './fault-word.tsx';

/** The newest runs; those that failed first. */
export function LogTable({ logs }: { readonly logs: readonly SyncLog[] }): ReactNode {
  const { t } = useTranslation();
  const words = useTableWords();
  const columns = useLogColumns();
  const rows = useMemo(
    () => [...logs.filter(({ fault }) => fault !== null), ...logs.filter(({ fault }) => fault === null)],
    [logs],
  );
  return <DataTable {...words} label={t('sync.log')} columns={columns} rows={rows} rowId={logId} />;
}

/** Two runs of one stream do not begin at the same millisecond with the same action. */
const logId = (log: SyncLog): string => `${log.startedAtUtcMs} ${streamName(log)} ${log.action}`;

function useLogColumns(): readonly TableColumn<SyncLog>[] {
  const { t } = useTranslation();
  const formats = useFormats();
  const zone = useViewSetting('zone');
  return useMemo(
    () => [
      {
        id: 'time',
        header: t(`timeIn.${zone}`, { header: t('column.time') }),
        value: ({ startedAtUtcMs }) => stampText(startedAtUtcMs, zone),
      },
      { id: 'stream', header: t('sync.what'), value: streamName },
      { id: 'action', header: t('sync.action'), value: ({ action }) => t(`syncAction.${action}`) },
      {
        id: 'rows',
        header: t('sync.rows'),
        align: 'end',
        value: ({ rows }) => rows,
        cell: ({ rows }) => formats.figure(rows),
      },
      {
        id: 'duration',
        header: t('sync.duration'),
        align: 'end',
        value: ({ durationMs }) => durationMs,
        cell: ({ durationMs }) => formats.duration(durationMs),
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
