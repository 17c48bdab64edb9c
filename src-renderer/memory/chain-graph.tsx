import type { ChainNode, EventChain } from '#shared/contract/memory.ts';
import type { RecordId } from '#shared/trading/record-id.ts';
import { useEffect, useMemo, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { minuteStampText } from '../format/time-text.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import './chain-graph.css';
import { boxHeight, boxWidth, isBeside, layOutChain } from './chain-layout.ts';
import { recordTone } from './record-face.ts';
import { useRecordWords } from './use-record-words.ts';

/** Records as boxes from stage to stage. Each is a button; the links of the one that is open are drawn strongly, and listed beside it. */
export function ChainGraph({
  chain,
  open,
  onOpen,
}: {
  readonly chain: EventChain;
  readonly open: RecordId;
  readonly onOpen: (id: RecordId) => void;
}): ReactNode {
  const { t } = useTranslation();
  const layout = useMemo(() => layOutChain(chain), [chain]);
  const { width, height } = layout;
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const root = layout.nodes.find(({ node }) => node.id === chain.root);
    if (element.current === null || root === undefined) return;
    element.current.scrollLeft = root.x + boxWidth / 2 - element.current.clientWidth / 2;
  }, [layout, chain.root]);
  return (
    <div
      ref={element}
      className="chain-graph"
      role="group"
      aria-label={t('memory.chain', { record: chain.root })}
      tabIndex={0}
    >
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
        <defs>
          <marker
            id="chain-arrow"
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="8"
            markerHeight="8"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path className="chain-arrow" d="M0 0 8 4 0 8Z" />
          </marker>
        </defs>
        <g aria-hidden="true">
          {layout.links.map(({ link, path }) => {
            const isOfOpen = link.from === open || link.to === open;
            if (isBeside(link) && !isOfOpen) return null;
            return (
              <path
                key={`${link.from} ${link.kind} ${link.to}`}
                className={`chain-link ${isBeside(link) ? 'chain-link-beside' : ''} ${isOfOpen ? 'chain-link-open' : ''}`}
                d={path}
                markerEnd="url(#chain-arrow)"
              />
            );
          })}
        </g>
        {layout.nodes.map(({ node, x, y }) => (
          <foreignObject key={node.id} x={x} y={y} width={boxWidth} height={boxHeight}>
            <RecordBox node={node} isOpen={node.id === open} onOpen={() => onOpen(node.id)} />
          </foreignObject>
        ))}
      </svg>
    </div>
  );
}

function RecordBox({
  node,
  isOpen,
  onOpen,
}: {
  readonly node: ChainNode;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const zone = useViewSetting('zone');
  const { head } = useRecordWords();
  const { id, kind, knownAtUtcMs } = node;
  return (
    <button
      type="button"
      className={`record-box record-${kind} tone-${recordTone(node)}`}
      data-record={id}
      aria-pressed={isOpen}
      title={id}
      onClick={onOpen}
    >
      <span className="record-kind">{t(`recordKind.${kind}`)}</span>
      <span className="record-head">{head(node)}</span>
      <span className="record-time">{knownAtUtcMs === null ? '' : minuteStampText(knownAtUtcMs, zone)}</span>
    </button>
  );
}
