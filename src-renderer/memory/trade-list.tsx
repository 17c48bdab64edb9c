import { recordId, type RecordId } from '#shared/trading/record-id.ts';
import type { Trade } from '#shared/trading/trade.ts';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Amount } from '../components/amount.tsx';
import { Button } from '../components/button.tsx';
import { DataTable } from '../components/data-table.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import type { TableColumn } from '../components/table-column.ts';
import { minuteStampText } from '../format/time-text.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTableWords } from '../stream/use-table-words.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import { LinkButton } from './link-button.tsx';
import { RefusedNotice } from './refused-notice.tsx';
import { useTradePages } from './use-trade-pages.ts';

/** From entry to flat, newest first; each leads to its chain. */
export function TradeList({
  root,
  onOpen,
}: {
  readonly root: RecordId | null;
  readonly onOpen: (id: RecordId) => void;
}): ReactNode {
  const { t } = useTranslation();
  const words = useTableWords();
  const columns = useTradeColumns(onOpen);
  const { trades, refusal, hasOlder, isAskingOlder, loadOlder } = useTradePages();
  if (refusal !== null && trades === null) return <RefusedNotice refusal={refusal} />;
  if (trades === null) return <p className="memory-quiet">{t('memory.asking')}</p>;
  if (trades.length === 0) return <EmptyState title={t('memory.noTradeList')} hint={t('memory.noTradeListHint')} />;
  return (
    <>
      {refusal !== null && <RefusedNotice refusal={refusal} />}
      <h3 className="memory-title">{t('memory.tradeList')}</h3>
      <DataTable
        {...words}
        label={t('memory.tradeList')}
        columns={columns}
        rows={trades}
        rowId={recordOf}
        rowTone={(trade) => (recordOf(trade) === root ? 'selected' : null)}
      />
      {hasOlder && (
        <Button size="small" isBusy={isAskingOlder} onClick={loadOlder}>
          {t('memory.older')}
        </Button>
      )}
    </>
  );
}

const isScenario = (owner: Trade['owner']): boolean => owner === 'A' || owner === 'B';

const recordOf = ({ positionId, ordinal }: Trade): RecordId => recordId('trade', `${positionId}#${ordinal}`);

function useTradeColumns(onOpen: (id: RecordId) => void): readonly TableColumn<Trade>[] {
  const { t } = useTranslation();
  const formats = useFormats();
  const zone = useViewSetting('zone');
  return useMemo(
    () => [
      {
        id: 'opened',
        header: t(`timeIn.${zone}`, { header: t('column.opened') }),
        value: ({ openedAtUtcMs }) => minuteStampText(openedAtUtcMs, zone),
        cell: (trade) => (
          <LinkButton
            label={t('memory.toChainOne', { record: recordOf(trade) })}
            onClick={() => onOpen(recordOf(trade))}
          >
            {minuteStampText(trade.openedAtUtcMs, zone)}
          </LinkButton>
        ),
      },
      { id: 'symbol', header: t('column.symbol'), value: ({ symbol }) => symbol },
      { id: 'side', header: t('column.side'), value: ({ side }) => t(`side.${side}`) },
      {
        id: 'owner',
        header: t('column.owner'),
        value: ({ owner }) => t(`owner.${owner}`),
        cell: ({ owner }) => <span title={t(`owner.${owner}`)}>{isScenario(owner) ? owner : t(`owner.${owner}`)}</span>,
      },
      {
        id: 'net',
        header: t('fact.net'),
        align: 'end',
        value: ({ net }) => net,
        cell: ({ net, closed }) =>
          closed === null ? (
            <span className="memory-quiet">{t('memory.open')}</span>
          ) : (
            <Amount value={net} text={formats.signedMoney(net)} />
          ),
      },
    ],
    [t, formats, zone, onOpen],
  );
}
