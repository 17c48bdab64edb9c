import type { ChainLink, ChainNode, EventChain } from '#shared/contract/memory.ts';
import { timeframeSchema } from '#shared/market/timeframe.ts';
import type { RecordId } from '#shared/trading/record-id.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/button.tsx';
import { DetailList } from '../components/detail-list.tsx';
import { Notice } from '../components/notice.tsx';
import { minuteStampText, zonedStampText } from '../format/time-text.ts';
import { jumpToBar } from '../stream/selection.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import './record-facts.css';
import { isOutcomeUnknown } from './record-face.ts';
import { LinkButton } from './link-button.tsx';
import { useRecordWords } from './use-record-words.ts';

/** All that a record says, what it hangs together with, and the way to the chart and to its own chain. */
export function RecordFacts({
  chain,
  node,
  onOpen,
  onOpenChain,
}: {
  readonly chain: EventChain;
  readonly node: ChainNode;
  readonly onOpen: (id: RecordId) => void;
  readonly onOpenChain: (id: RecordId) => void;
}): ReactNode {
  const { t } = useTranslation();
  const zone = useViewSetting('zone');
  const { nameOf, valueOf } = useRecordWords();
  const { id, kind, facts, knownAtUtcMs } = node;
  const valueText = (fact: string): ReactNode => {
    const text = valueOf(facts, fact);
    return fact === 'status' && isOutcomeUnknown(node) ? <span className="record-unknown">{text}</span> : text;
  };
  const known = knownAtUtcMs === null ? [] : [{ label: t('memory.known'), value: zonedStampText(knownAtUtcMs, zone) }];
  return (
    <section className="record-facts" aria-label={t('memory.facts')}>
      <h3 className="record-title">
        {t(`recordKind.${kind}`)} <span className="memory-quiet">{id}</span>
      </h3>
      {isOutcomeUnknown(node) && (
        <Notice tone="fault" title={t('orders.unknownTitle')}>
          {t('orders.unknownText')}
        </Notice>
      )}
      <div className="record-body">
        <div>
          <div className="record-actions">
            <ChartButton node={node} />
            {chain.root !== id && (
              <Button size="small" onClick={() => onOpenChain(id)}>
                {t('memory.ownChain')}
              </Button>
            )}
          </div>
          <DetailList
            details={[...Object.keys(facts).map((fact) => ({ label: nameOf(fact), value: valueText(fact) })), ...known]}
          />
        </div>
        <div>
          <h4 className="memory-title">{t('memory.links')}</h4>
          <LinkList chain={chain} of={id} onOpen={onOpen} />
        </div>
      </div>
    </section>
  );
}

function LinkList({
  chain: { nodes, links },
  of,
  onOpen,
}: {
  readonly chain: EventChain;
  readonly of: RecordId;
  readonly onOpen: (id: RecordId) => void;
}): ReactNode {
  const { t } = useTranslation();
  const { head } = useRecordWords();
  const otherOf = ({ from, to }: ChainLink): ChainNode | undefined =>
    nodes.find(({ id }) => id === (from === of ? to : from));
  const own = links.filter(({ from, to }) => from === of || to === of);
  if (own.length === 0) return <p className="memory-quiet">{t('memory.noLinks')}</p>;
  return (
    <ul className="record-links">
      {own.map((link) => {
        const other = otherOf(link);
        if (other === undefined) return null;
        return (
          <li key={`${link.from} ${link.kind} ${link.to}`}>
            <span className="memory-quiet">
              {link.from === of ? `→ ${t(`linkTo.${link.kind}`)}` : `← ${t(`linkFrom.${link.kind}`)}`}
            </span>{' '}
            <LinkButton onClick={() => onOpen(other.id)}>
              {t(`recordKind.${other.kind}`)} {head(other)}
            </LinkButton>
          </li>
        );
      })}
    </ul>
  );
}

/** The bar at which a record came to be, where the record names its symbol. */
function ChartButton({ node: { facts, knownAtUtcMs } }: { readonly node: ChainNode }): ReactNode {
  const { t } = useTranslation();
  const zone = useViewSetting('zone');
  const { symbol, barOpenTimeUtcMs, openedAtUtcMs } = facts;
  const momentUtcMs = [barOpenTimeUtcMs, openedAtUtcMs, knownAtUtcMs].find((at) => typeof at === 'number');
  if (typeof symbol !== 'string' || typeof momentUtcMs !== 'number') return null;
  const timeframe = timeframeSchema.catch('H1').parse(facts.timeframe);
  const time = minuteStampText(momentUtcMs, zone);
  return (
    <Button
      size="small"
      aria-label={t('memory.toChartOne', { symbol, time })}
      title={t('memory.toChartOne', { symbol, time })}
      onClick={() => jumpToBar({ symbol, timeframe, openTimeUtcMs: momentUtcMs })}
    >
      {t('memory.toChart')}
    </Button>
  );
}
