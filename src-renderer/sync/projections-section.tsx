import type { ProjectionHealth, ProjectionName } from '#shared/contract/memory.ts';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/button.tsx';
import { Progress } from '../components/progress.tsx';
import { useFormats } from '../format/use-formats.ts';
import { DeadLetterTable } from './dead-letter-table.tsx';
import { ProjectionTable } from './projection-table.tsx';
import './projections-section.css';
import { RebuildDialog } from './rebuild-dialog.tsx';
import { useRebuild, type RunningRebuild } from './use-rebuild.ts';

/** What memory is answered from: how far it lies behind the stores, what was left out, and the way to make it anew. */
export function ProjectionsSection({ projections }: { readonly projections: readonly ProjectionHealth[] }): ReactNode {
  const { t } = useTranslation();
  const { running, start, cancel } = useRebuild();
  const [asking, setAsking] = useState<ProjectionName | null>(null);
  const asked = projections.find(({ name }) => name === asking);
  const deadLetters = projections.reduce((sum, one) => sum + one.deadLetters, 0);
  return (
    <section aria-label={t('projections.title')}>
      <div className="sync-heading">
        <h3 className="health-title" title={t('projections.titleTitle')}>
          {t('projections.title')}
        </h3>
        {running !== null && <Running running={running} onCancel={cancel} />}
      </div>
      <ProjectionTable projections={projections} isRebuilding={running !== null} onRebuild={setAsking} />
      {deadLetters > 0 && <DeadLetterTable count={deadLetters} />}
      {asked !== undefined && (
        <RebuildDialog
          projection={asked}
          onClose={() => setAsking(null)}
          onRebuild={() => {
            setAsking(null);
            start(asked.name);
          }}
        />
      )}
    </section>
  );
}

function Running({
  running: { projection, progress, isCancelling },
  onCancel,
}: {
  readonly running: RunningRebuild;
  readonly onCancel: () => void;
}): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const label = t('projections.running', { name: t(`projections.name.${projection}`) });
  const { done, depth } = progress ?? { done: 0, depth: 0 };
  return (
    <div className="projections-running" role="status">
      <span>{label}</span>
      <Progress label={label} doneRatio={done + depth === 0 ? 0 : done / (done + depth)} />
      <span className="sync-aside">
        {isCancelling
          ? t('projections.cancelling')
          : progress === null
            ? t('projections.starting')
            : t('projections.progress', { done: formats.figure(done), left: formats.figure(depth) })}
      </span>
      <Button size="small" disabled={isCancelling} onClick={onCancel}>
        {t('projections.cancel')}
      </Button>
    </div>
  );
}
