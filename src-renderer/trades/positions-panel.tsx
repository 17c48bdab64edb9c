import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Amount } from '../components/amount.tsx';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { DataTable } from '../components/data-table.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import type { TableColumn } from '../components/table-column.ts';
import { priceText, volumeText } from '../format/price-text.ts';
import { shortStampText, stampText, zonedStampText } from '../format/time-text.ts';
import { useFormats } from '../format/use-formats.ts';
import { useReplica } from '../stream/cockpit-context.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import { ClosePositionDialog } from './close-position-dialog.tsx';
import { MoveStopsDialog } from './move-stops-dialog.tsx';
import { positionRow, type PositionRow } from './position-row.ts';
import './positions-panel.css';
import { ProposalList } from './proposal-list.tsx';
import { SideWord } from './side-word.tsx';
import { useTableWords } from '../stream/use-table-words.ts';

/** What is exposed now. A position without a stop is shown red: it counts against every new entry. */
export function PositionsPanel(): ReactNode {
  const { t } = useTranslation();
  const words = useTableWords();
  const positions = useReplica((replica) => replica.positions);
  const instruments = useReplica((replica) => replica.instruments);
  const quotes = useReplica((replica) => replica.quotes);
  const orders = useReplica((replica) => replica.orders);
  const [asked, setAsked] = useState<Asked | null>(null);
  const columns = usePositionColumns(setAsked);
  const rows = useMemo(() => {
    if (positions === null || instruments === null || quotes === null || orders === null) return [];
    return positions.map((position) => positionRow(position, { instruments, quotes, orders }));
  }, [positions, instruments, quotes, orders]);
  if (rows.length === 0) return <EmptyState title={t('positions.none')} hint={t('positions.noneHint')} />;
  return (
    <div className="positions">
      <ProposalList rows={rows} />
      <DataTable
        {...words}
        label={t('panel.positions')}
        columns={columns}
        rows={rows}
        rowId={({ position }) => position.positionId}
        rowTone={({ position }) => (position.stop === null ? 'fault' : null)}
      />
      <AskedDialog asked={asked} rows={rows} onClose={() => setAsked(null)} />
    </div>
  );
}

/** What the trader wants to do with a position. */
interface Asked {
  readonly kind: 'close' | 'move';
  readonly positionId: string;
}

/** The dialog follows the position as it is now, and ends with it. */
function AskedDialog({
  asked,
  rows,
  onClose,
}: {
  readonly asked: Asked | null;
  readonly rows: readonly PositionRow[];
  readonly onClose: () => void;
}): ReactNode {
  const row = rows.find(({ position }) => position.positionId === asked?.positionId);
  if (row === undefined) return null;
  const { position, instrument, priceNow } = row;
  if (asked?.kind === 'close') return <ClosePositionDialog row={row} onClose={onClose} />;
  if (instrument === undefined) return null;
  return <MoveStopsDialog ground={{ position, instrument, priceNow }} onClose={onClose} />;
}

function usePositionColumns(onAsk: (asked: Asked) => void): readonly TableColumn<PositionRow>[] {
  const { t } = useTranslation();
  const formats = useFormats();
  const zone = useViewSetting('zone');
  return useMemo(
    () => [
      { id: 'symbol', header: t('column.symbol'), value: ({ position }) => position.symbol },
      {
        id: 'side',
        header: t('column.side'),
        value: ({ position }) => t(`side.${position.side}`),
        cell: ({ position }) => <SideWord side={position.side} />,
      },
      {
        id: 'volume',
        header: t('column.volume'),
        align: 'end',
        value: ({ position }) => position.volume,
        cell: ({ position, instrument }) => volumeText(position.volume, instrument),
      },
      {
        id: 'open',
        header: t('column.open'),
        align: 'end',
        value: ({ position }) => position.openPrice,
        cell: ({ position, instrument }) => priceText(position.openPrice, instrument),
      },
      {
        id: 'now',
        header: t('column.now'),
        align: 'end',
        value: ({ priceNow }) => priceNow,
        cell: ({ priceNow, instrument }) => priceText(priceNow, instrument),
      },
      {
        id: 'stop',
        header: t('column.stop'),
        align: 'end',
        value: ({ position }) => position.stop,
        cell: ({ position, instrument }) =>
          position.stop === null ? (
            <Badge tone="fault" title={t('positions.noStopTitle')}>
              {t('positions.noStop')}
            </Badge>
          ) : (
            priceText(position.stop, instrument)
          ),
      },
      {
        id: 'target',
        header: t('column.target'),
        align: 'end',
        value: ({ position }) => position.target,
        cell: ({ position, instrument }) => priceText(position.target, instrument),
      },
      {
        id: 'profit',
        header: t('column.profit'),
        align: 'end',
        value: ({ position }) => position.profit,
        cell: ({ position }) => <Amount value={position.profit} text={formats.signedMoney(position.profit)} />,
      },
      {
        id: 'points',
        header: t('column.points'),
        align: 'end',
        value: ({ points }) => points,
        cell: ({ points }) => formats.signedPoints(points),
      },
      {
        id: 'r',
        header: 'R',
        title: t('column.rTitle'),
        align: 'end',
        value: ({ r }) => r,
        cell: ({ r }) => formats.signedMultiple(r),
      },
      {
        id: 'swap',
        header: t('column.swap'),
        align: 'end',
        value: ({ position }) => position.swap,
        cell: ({ position }) => formats.signedMoney(position.swap),
      },
      {
        id: 'owner',
        header: t('column.owner'),
        value: ({ owner }) => t(`owner.${owner}`),
        cell: ({ owner }) => <span title={t(`ownerTitle.${owner}`)}>{t(`owner.${owner}`)}</span>,
      },
      {
        id: 'opened',
        header: t(`timeIn.${zone}`, { header: t('column.opened') }),
        value: ({ position }) => stampText(position.openedAtUtcMs, zone),
        cell: ({ position }) => (
          <time title={zonedStampText(position.openedAtUtcMs, zone)}>
            {shortStampText(position.openedAtUtcMs, zone)}
          </time>
        ),
      },
      { id: 'id', header: t('column.positionId'), value: ({ position }) => position.positionId },
      {
        id: 'actions',
        header: t('positions.actions'),
        align: 'end',
        isControl: true,
        value: () => null,
        cell: (row) => <RowActions row={row} onAsk={onAsk} />,
      },
    ],
    [t, formats, zone, onAsk],
  );
}

function RowActions({
  row: { position, instrument },
  onAsk,
}: {
  readonly row: PositionRow;
  readonly onAsk: (asked: Asked) => void;
}): ReactNode {
  const { t } = useTranslation();
  const { positionId, symbol } = position;
  return (
    <span className="position-actions">
      <Button
        size="small"
        disabled={instrument === undefined}
        aria-label={t('positions.moveOne', { symbol })}
        title={t('positions.moveOne', { symbol })}
        onClick={() => onAsk({ kind: 'move', positionId })}
      >
        {t('positions.move')}
      </Button>
      <Button
        size="small"
        aria-label={t('positions.closeOne', { symbol })}
        title={t('positions.closeOne', { symbol })}
        onClick={() => onAsk({ kind: 'close', positionId })}
      >
        {t('positions.close')}
      </Button>
    </span>
  );
}
