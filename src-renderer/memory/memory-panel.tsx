import type { RecordId } from '#shared/trading/record-id.ts';
import { useCallback, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Segmented } from '../components/segmented.tsx';
import { ChainsView } from './chains-view.tsx';
import './memory-panel.css';
import { SituationsView } from './situations-view.tsx';
import { usePlaces } from '../stream/places.ts';
import { useWasSeen } from '../stream/use-was-seen.ts';
import { WordsView } from './words-view.tsx';

const views = ['situations', 'chains', 'words'] as const;

type View = (typeof views)[number];

/** What happened before: situations like one that is chosen, the chain that a record belongs to, and decisions and lessons by their words. */
export function MemoryPanel(): ReactNode {
  const { t } = useTranslation();
  const element = useRef<HTMLDivElement>(null);
  const wasSeen = useWasSeen(element);
  const [view, setView] = useState<View>('situations');
  const [root, setRoot] = useState<RecordId | null>(null);
  const openChain = useCallback((id: RecordId): void => {
    setRoot(id);
    setView('chains');
  }, []);
  usePlaces(
    'chain',
    useCallback(({ recordId }) => openChain(recordId), [openChain]),
  );
  return (
    <div className="memory-panel" ref={element}>
      <div className="memory-bar">
        <Segmented
          label={t('memory.view')}
          segments={views.map((value) => ({ value, label: t(`memory.${value}`) }))}
          value={view}
          onChange={setView}
        />
      </div>
      {/* Each keeps what was asked and answered while another one is looked at. */}
      {wasSeen && (
        <>
          <div className="memory-view" hidden={view !== 'situations'}>
            <SituationsView onOpenChain={openChain} />
          </div>
          <div className="memory-view" hidden={view !== 'chains'}>
            <ChainsView root={root} onOpen={setRoot} />
          </div>
          <div className="memory-view" hidden={view !== 'words'}>
            <WordsView onOpenChain={openChain} />
          </div>
        </>
      )}
    </div>
  );
}
