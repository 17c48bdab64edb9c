import { useCallback, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Segmented } from '../components/segmented.tsx';
import { usePlaces } from '../stream/places.ts';
import { useWasSeen } from '../stream/use-was-seen.ts';
import './agents-panel.css';
import { LessonsView } from './lessons-view.tsx';
import { RunsView } from './runs-view.tsx';
import { WhyNotView } from './why-not-view.tsx';

const views = ['runs', 'lessons', 'whyNot'] as const;

type View = (typeof views)[number];

/** What the agents did and learnt, and what held the rules back. */
export function AgentsPanel(): ReactNode {
  const { t } = useTranslation();
  const element = useRef<HTMLDivElement>(null);
  const wasSeen = useWasSeen(element);
  const [view, setView] = useState<View>('runs');
  const [chosen, choose] = useState<string | null>(null);
  usePlaces(
    'run',
    useCallback(({ runId }) => {
      choose(runId);
      setView('runs');
    }, []),
  );
  return (
    <div className="agents-panel" ref={element}>
      <div className="agents-bar">
        <Segmented
          label={t('agents.view')}
          segments={views.map((value) => ({ value, label: t(`agents.${value}`) }))}
          value={view}
          onChange={setView}
        />
      </div>
      {wasSeen && view === 'runs' && <RunsView chosen={chosen} onChoose={choose} />}
      {wasSeen && view === 'lessons' && <LessonsView />}
      {wasSeen && view === 'whyNot' && <WhyNotView />}
    </div>
  );
}
