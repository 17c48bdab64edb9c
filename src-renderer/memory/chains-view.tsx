import type { ContractClient } from '#shared/contract/contract-client.ts';
import type { EventChain } from '#shared/contract/memory.ts';
import type { RecordId } from '#shared/trading/record-id.ts';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../components/empty-state.tsx';
import { AnswerMark } from './answer-mark.tsx';
import { ChainGraph } from './chain-graph.tsx';
import './chains-view.css';
import { RecordFacts } from './record-facts.tsx';
import { RecordIdField } from './record-id-field.tsx';
import { RefusedNotice } from './refused-notice.tsx';
import { TradeList } from './trade-list.tsx';
import { useAnswer } from '../stream/use-answer.ts';

const eventChain = (client: ContractClient, wish: { readonly id: RecordId }, signal: AbortSignal) =>
  client.memory.eventChain(wish, { signal });

/** From the signal to the trade: the trades to choose from, the chain of the one that is chosen, and what each of its records says. */
export function ChainsView({
  root,
  onOpen,
}: {
  readonly root: RecordId | null;
  readonly onOpen: (id: RecordId) => void;
}): ReactNode {
  const { t } = useTranslation();
  const wish = useMemo(() => (root === null ? null : { id: root }), [root]);
  const { answer, refusal, isAsking } = useAnswer({ wish, request: eventChain });
  return (
    <div className="chains">
      <section className="chains-trades" aria-label={t('memory.tradeList')}>
        <RecordIdField onOpen={onOpen} />
        <TradeList root={root} onOpen={onOpen} />
      </section>
      <div className="chains-chain" aria-busy={isAsking}>
        {root === null && <EmptyState title={t('memory.noChain')} hint={t('memory.noChainHint')} />}
        {refusal !== null && <RefusedNotice refusal={refusal} />}
        {answer === null && isAsking && <p className="memory-quiet">{t('memory.asking')}</p>}
        {answer !== null && <Chain key={answer.root} chain={answer} onOpenChain={onOpen} />}
      </div>
    </div>
  );
}

function Chain({
  chain,
  onOpenChain,
}: {
  readonly chain: EventChain;
  readonly onOpenChain: (id: RecordId) => void;
}): ReactNode {
  const { t } = useTranslation();
  const [open, setOpen] = useState<RecordId>(chain.root);
  const node = chain.nodes.find(({ id }) => id === open);
  return (
    <>
      <p className="chains-title" role="status">
        <strong>{t('memory.chain', { record: chain.root })}</strong>
        <AnswerMark of="graph" adapter={chain.adapter} />
        {chain.isCut && <span className="memory-late">{t('memory.chainCut')}</span>}
      </p>
      <div className="chains-found">
        <ChainGraph chain={chain} open={open} onOpen={setOpen} />
        {node !== undefined && <RecordFacts chain={chain} node={node} onOpen={setOpen} onOpenChain={onOpenChain} />}
      </div>
    </>
  );
}
