import type { ProjectionHealth, ProjectionName } from '#shared/contract/memory.ts';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { DataTable } from '../components/data-table.tsx';
import type { TableColumn } from '../components/table-column.ts';
import { noValue } from '../format/formats.ts';
import { useAgeText } from '../format/use-age-text.ts';
import { useFormats } from '../format/use-formats.ts';
import { useIsConnected } from '../stream/cockpit-context.ts';
import { useTableWords } from '../stream/use-table-words.ts';
import { faultLine, FaultWord } from './fault-word.tsx';
import { projectionState } from './projection-state.ts';
import { AttemptCell } from './stream-cells.tsx';

/** The projections of the stores, each with who answers, who should, and how far that one is. */
export function ProjectionTable({
  projections,
  isRebuilding,
  onRebuild,
}: {
  readonly projections: readonly ProjectionHealth[];
  readonly isRebuilding: boolean;
  readonly onRebuild: (name: ProjectionName) => void;
}): ReactNode {
  const { t } = useTranslation();
  const words = useTableWords();
  const columns = useProjectionColumns({ isRebuilding, onRebuild });
  return (
    <DataTable
      {...words}
      label={t('projections.title')}
      columns={columns}
      rows={projections}
      rowId={({ name }) => name}
    />
  );
}

function useProjectionColumns({
  isRebuilding,
  onRebuild,
}: {
  readonly isRebuilding: boolean;
  readonly onRebuild: (name: ProjectionName) => void;
}): readonly TableColumn<ProjectionHealth>[] {
  const { t } = useTranslation();
  const formats = useFormats();
  const ageText = useAgeText();
  return useMemo(
    () => [
      {
        id: 'name',
        header: t('projections.projection'),
        value: ({ name }) => t(`projections.name.${name}`),
        cell: ({ name }) => <span title={t(`projections.nameTitle.${name}`)}>{t(`projections.name.${name}`)}</span>,
      },
      {
        id: 'state',
        header: t('projections.state'),
        value: (projection) => t(`projections.${projectionState(projection)}`),
        cell: (projection) => <StateCell projection={projection} />,
      },
      {
        id: 'adapter',
        header: t('projections.adapter'),
        value: ({ adapter }) => t(`memory.adapter.${adapter}`),
      },
      { id: 'wanted', header: t('projections.wanted'), value: ({ wanted }) => t(`memory.adapter.${wanted}`) },
      {
        id: 'server',
        header: t('projections.server'),
        value: ({ server }) => server,
        cell: ({ server }) => (server === '' ? noValue : server),
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
        cell: (projection) => <AttemptCell stream={projection} />,
      },
      {
        id: 'depth',
        header: t('projections.depth'),
        title: t('projections.depthTitle'),
        align: 'end',
        value: ({ depth }) => depth,
        cell: ({ depth }) => formats.figure(depth),
      },
      {
        id: 'lag',
        header: t('projections.lag'),
        align: 'end',
        value: ({ lagMs }) => lagMs,
        cell: ({ depth, lagMs }) => (depth === 0 ? noValue : ageText(lagMs)),
      },
      {
        id: 'deadLetters',
        header: t('projections.deadLetters'),
        title: t('projections.deadLettersTitle'),
        align: 'end',
        value: ({ deadLetters }) => deadLetters,
        cell: ({ deadLetters }) => (
          <span className={deadLetters > 0 ? 'sync-late' : 'sync-aside'}>{formats.figure(deadLetters)}</span>
        ),
      },
      {
        id: 'actions',
        header: t('positions.actions'),
        align: 'end',
        isControl: true,
        value: () => null,
        cell: ({ name }) => <RebuildButton name={name} isRebuilding={isRebuilding} onRebuild={onRebuild} />,
      },
    ],
    [t, formats, ageText, isRebuilding, onRebuild],
  );
}

function StateCell({ projection }: { readonly projection: ProjectionHealth }): ReactNode {
  const { t } = useTranslation();
  const state = projectionState(projection);
  const { adapter, wanted } = projection;
  const names = { adapter: t(`memory.adapter.${adapter}`), wanted: t(`memory.adapter.${wanted}`) };
  return (
    <Badge
      tone={state === 'inStep' ? 'up' : state === 'behind' ? 'accent' : 'warning'}
      title={state === 'rungDown' ? t('projections.rungDownTitle', names) : ''}
    >
      {t(`projections.${state}`)}
    </Badge>
  );
}

function RebuildButton({
  name,
  isRebuilding,
  onRebuild,
}: {
  readonly name: ProjectionName;
  readonly isRebuilding: boolean;
  readonly onRebuild: (name: ProjectionName) => void;
}): ReactNode {
  const { t } = useTranslation();
  const isConnected = useIsConnected();
  const label = t('projections.rebuildOne', { name: t(`projections.name.${name}`) });
  return (
    <Button
      size="small"
      look="quiet"
      disabled={!isConnected || isRebuilding}
      aria-label={label}
      title={label}
      onClick={() => onRebuild(name)}
    >
      {t('projections.rebuild')}
    </Button>
  );
}
