import type { StoreHealth } from '#shared/contract/sync-health.ts';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../components/badge.tsx';
import { DataTable } from '../components/data-table.tsx';
import type { TableColumn } from '../components/table-column.ts';
import { noValue } from '../format/formats.ts';
import { stampText } from '../format/time-text.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTableWords } from '../stream/use-table-words.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import { faultLine, FaultWord } from './fault-word.tsx';

/** The database files: how large, what waits to be moved into them or to be told to others, and the last copy that was made. */
export function StoreTable({ stores }: { readonly stores: readonly StoreHealth[] }): ReactNode {
  const { t } = useTranslation();
  const words = useTableWords();
  const columns = useStoreColumns();
  return (
    <DataTable
      {...words}
      label={t('sync.stores')}
      columns={columns}
      rows={stores}
      rowId={({ name }) => name}
      rowTone={({ level }) => (level === 'fault' ? 'fault' : null)}
    />
  );
}

function useStoreColumns(): readonly TableColumn<StoreHealth>[] {
  const { t } = useTranslation();
  const formats = useFormats();
  const zone = useViewSetting('zone');
  return useMemo(
    () => [
      {
        id: 'store',
        header: t('sync.store'),
        value: ({ name }) => t(`store.${name}`),
        cell: ({ name }) => <span title={t(`storeTitle.${name}`)}>{t(`store.${name}`)}</span>,
      },
      {
        id: 'level',
        header: t('sync.phase'),
        value: ({ level }) => t(`storeLevel.${level}`),
        cell: ({ level }) => (
          <Badge tone={level === 'ok' ? 'up' : level === 'warning' ? 'warning' : 'fault'}>
            {t(`storeLevel.${level}`)}
          </Badge>
        ),
      },
      {
        id: 'size',
        header: t('sync.size'),
        align: 'end',
        value: ({ sizeBytes }) => sizeBytes,
        cell: ({ sizeBytes }) => formats.bytes(sizeBytes),
      },
      {
        id: 'writeAhead',
        header: t('sync.writeAhead'),
        title: t('sync.writeAheadTitle'),
        align: 'end',
        value: ({ writeAheadBytes }) => writeAheadBytes,
        cell: ({ writeAheadBytes }) => formats.bytes(writeAheadBytes),
      },
      {
        id: 'outbox',
        header: t('sync.outbox'),
        title: t('sync.outboxTitle'),
        align: 'end',
        value: ({ outboxDepth }) => outboxDepth,
        cell: ({ outboxDepth }) => formats.figure(outboxDepth),
      },
      {
        id: 'backup',
        header: t(`timeIn.${zone}`, { header: t('sync.backup') }),
        value: ({ lastBackupUtcMs }) => (lastBackupUtcMs === null ? null : stampText(lastBackupUtcMs, zone)),
        cell: ({ lastBackupUtcMs }) => (lastBackupUtcMs === null ? noValue : stampText(lastBackupUtcMs, zone)),
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
