import { streamName } from '#shared/contract/stream-name.ts';
import type { SyncStream } from '#shared/contract/sync-health.ts';
import { byTrouble } from '#shared/contract/sync-trouble.ts';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/button.tsx';
import { DataTable } from '../components/data-table.tsx';
import type { TableColumn } from '../components/table-column.ts';
import { stampText } from '../format/time-text.ts';
import { useFormats } from '../format/use-formats.ts';
import { useIsConnected } from '../stream/cockpit-context.ts';
import { useTableWords } from '../stream/use-table-words.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import { faultLine, FaultWord } from './fault-word.tsx';
import { AttemptCell, BackfillCell, HolesCell, LagCell, LastCell, PhaseCell, RateCell } from './stream-cells.tsx';
import { useSyncNow } from './use-sync-now.ts';

/** Every stream with how far it is; what is wrong stands on top until the trader sorts otherwise. */
export function StreamTable({ streams }: { readonly streams: readonly SyncStream[] }): ReactNode {
  const { t } = useTranslation();
  const words = useTableWords();
  const columns = useStreamColumns();
  const rows = useMemo(() => streams.toSorted(byTrouble), [streams]);
  return (
    <DataTable
      {...words}
      label={t('sync.streams')}
      columns={columns}
      rows={rows}
      rowId={streamName}
      rowTone={({ phase }) => (phase === 'failed' || phase === 'paused' ? 'fault' : null)}
    />
  );
}

function useStreamColumns(): readonly TableColumn<SyncStream>[] {
  const { t } = useTranslation();
  const zone = useViewSetting('zone');
  const formats = useFormats();
  return useMemo(
    () => [
      { id: 'symbol', header: t('column.symbol'), value: ({ symbol }) => symbol ?? t('sync.account') },
      { id: 'what', header: t('sync.what'), value: ({ timeframe, kind }) => timeframe ?? t(`syncKind.${kind}`) },
      {
        id: 'phase',
        header: t('sync.phase'),
        value: ({ phase }) => t(`syncPhase.${phase}`),
        cell: (stream) => <PhaseCell stream={stream} />,
      },
      {
        id: 'fault',
        header: t('sync.fault'),
        value: ({ fault }) => faultLine(fault),
        cell: ({ fault }) => <FaultWord fault={fault} />,
      },
      {
        id: 'attempt',
        header: t('sync.attempt'),
        align: 'end',
        value: ({ nextAttemptInMs }) => nextAttemptInMs,
        cell: (stream) => <AttemptCell stream={stream} />,
      },
      {
        id: 'holes',
        header: t('sync.holes'),
        title: t('sync.holesTitle'),
        align: 'end',
        value: ({ holes }) => holes?.unexpected ?? null,
        cell: (stream) => <HolesCell stream={stream} />,
      },
      {
        id: 'last',
        header: t(`timeIn.${zone}`, { header: t('sync.last') }),
        title: t('sync.lastTitle'),
        value: ({ lastUtcMs }) => (lastUtcMs === null ? null : stampText(lastUtcMs, zone)),
        cell: (stream) => <LastCell stream={stream} />,
      },
      {
        id: 'lag',
        header: t('sync.lag'),
        title: t('sync.lagTitle'),
        align: 'end',
        value: ({ lagMs }) => lagMs,
        cell: (stream) => <LagCell stream={stream} />,
      },
      {
        id: 'rate',
        header: t('sync.rate'),
        title: t('sync.rateTitle'),
        align: 'end',
        value: ({ ratePerSecond }) => ratePerSecond,
        cell: (stream) => <RateCell stream={stream} />,
      },
      {
        id: 'stored',
        header: t('sync.stored'),
        align: 'end',
        value: ({ stored }) => stored,
        cell: ({ stored }) => formats.figure(stored),
      },
      {
        id: 'backfill',
        header: t('sync.backfill'),
        value: ({ backfill }) => backfill?.doneRatio ?? null,
        cell: (stream) => <BackfillCell stream={stream} />,
      },
      {
        id: 'corrections',
        header: t('sync.corrections'),
        title: t('sync.correctionsTitle'),
        align: 'end',
        value: ({ corrections }) => corrections,
        cell: ({ corrections }) => formats.figure(corrections),
      },
      {
        id: 'actions',
        header: t('positions.actions'),
        align: 'end',
        isControl: true,
        value: () => null,
        cell: ({ symbol }) => (symbol === null ? null : <SyncButton symbol={symbol} />),
      },
    ],
    [t, zone, formats],
  );
}

function SyncButton({ symbol }: { readonly symbol: string }): ReactNode {
  const { t } = useTranslation();
  const isConnected = useIsConnected();
  const { isAsking, syncNow } = useSyncNow();
  return (
    <Button
      size="small"
      look="quiet"
      isBusy={isAsking}
      disabled={!isConnected}
      aria-label={t('sync.nowOne', { symbol })}
      title={t('sync.nowOne', { symbol })}
      onClick={() => syncNow(symbol)}
    >
      {t('sync.now')}
    </Button>
  );
}
