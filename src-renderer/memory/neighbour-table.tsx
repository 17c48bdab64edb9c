import type { Followed, StateNeighbour } from '#shared/contract/memory.ts';
import { useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Amount } from '../components/amount.tsx';
import { DataTable } from '../components/data-table.tsx';
import type { TableColumn } from '../components/table-column.ts';
import { noValue } from '../format/formats.ts';
import { minuteStampText } from '../format/time-text.ts';
import { useFormats } from '../format/use-formats.ts';
import { jumpToBar, useSelection } from '../stream/selection.ts';
import { useTableWords } from '../stream/use-table-words.ts';
import { useViewSetting } from '../stream/view-settings.ts';
import { LinkButton } from './link-button.tsx';
import { closePath, pointsText, reachOf, reachOutline, scaleOf, type Scale } from './paths-followed.ts';

const size = { width: 84, height: 20, margin: 1 } as const;

/** The neighbours, nearest first, each with what followed on it and a way to see it in the chart. */
export function NeighbourTable({ neighbours }: { readonly neighbours: readonly StateNeighbour[] }): ReactNode {
  const { t } = useTranslation();
  const words = useTableWords();
  const columns = useNeighbourColumns(neighbours);
  const bar = useSelection((it) => it.bar);
  return (
    <section className="situations-neighbours" aria-label={t('memory.neighbours')}>
      <h3 className="memory-title">{t('memory.neighbours')}</h3>
      <DataTable
        {...words}
        label={t('memory.neighbours')}
        columns={columns}
        rows={neighbours}
        rowId={neighbourId}
        rowTone={({ moment }) =>
          bar?.symbol === moment.symbol &&
          bar.timeframe === moment.timeframe &&
          bar.openTimeUtcMs === moment.openTimeUtcMs
            ? 'selected'
            : null
        }
      />
    </section>
  );
}

const neighbourId = ({ moment: { symbol, source, openTimeUtcMs } }: StateNeighbour): string =>
  `${symbol} ${source} ${openTimeUtcMs}`;

function useNeighbourColumns(neighbours: readonly StateNeighbour[]): readonly TableColumn<StateNeighbour>[] {
  const { t } = useTranslation();
  const formats = useFormats();
  const zone = useViewSetting('zone');
  return useMemo(() => {
    const scale = scaleOf(neighbours, size);
    const spans = neighbours[0]?.followed.map(({ bars }) => bars) ?? [];
    const timeOf = ({ moment: { openTimeUtcMs } }: StateNeighbour): string => minuteStampText(openTimeUtcMs, zone);
    return [
      {
        id: 'time',
        header: t(`timeIn.${zone}`, { header: t('column.time') }),
        value: timeOf,
        cell: (row) => (
          <LinkButton
            label={t('memory.toChartOne', { symbol: row.moment.symbol, time: timeOf(row) })}
            onClick={() => jumpToBar(row.moment)}
          >
            {timeOf(row)}
          </LinkButton>
        ),
      },
      { id: 'symbol', header: t('column.symbol'), value: ({ moment }) => moment.symbol },
      {
        id: 'distance',
        header: t('memory.distance'),
        title: t('memory.distanceTitle'),
        align: 'end',
        value: ({ distance }) => distance,
        cell: ({ distance }) => formats.distance(distance),
      },
      {
        id: 'regime',
        header: t('recordKind.regime'),
        value: ({ moment: { regime } }) => (regime === null ? null : t(`regime.${regime}`)),
        cell: ({ moment: { regime } }) => (regime === null ? noValue : t(`regime.${regime}`)),
      },
      ...spans.map((bars): TableColumn<StateNeighbour> => ({
        id: `after-${bars}`,
        header: `+${bars}`,
        title: t('memory.followedTitle', { bars }),
        align: 'end',
        value: (row) => followedAfter(row, bars)?.moved?.closeAtr ?? null,
        cell: (row) => <FollowedCell followed={followedAfter(row, bars)} />,
      })),
      {
        id: 'picture',
        header: t('memory.picture'),
        title: t('memory.pictureTitle'),
        value: ({ followed }) => reachOf(followed),
        cell: ({ followed }) => <FollowedPicture followed={followed} scale={scale} />,
      },
    ];
  }, [t, formats, zone, neighbours]);
}

const followedAfter = ({ followed }: StateNeighbour, bars: number): Followed | undefined =>
  followed.find((one) => one.bars === bars);

function FollowedCell({ followed }: { readonly followed: Followed | undefined }): ReactNode {
  const { t } = useTranslation();
  const formats = useFormats();
  const zone = useViewSetting('zone');
  const moved = followed?.moved ?? null;
  if (moved === null) return <span title={t('memory.followedUnknown')}>{noValue}</span>;
  const reach = t('memory.followedReach', {
    high: formats.signedAtr(moved.highAtr),
    low: formats.signedAtr(moved.lowAtr),
    time: minuteStampText(moved.knownAtUtcMs, zone),
  });
  return (
    <span title={reach}>
      <Amount value={moved.closeAtr} text={formats.signedAtr(moved.closeAtr)} />
    </span>
  );
}

/** The figures stand beside it. */
function FollowedPicture({
  followed,
  scale,
}: {
  readonly followed: readonly Followed[];
  readonly scale: Scale;
}): ReactNode {
  return (
    <svg className="followed-picture" viewBox={`0 0 ${size.width} ${size.height}`} aria-hidden="true">
      <polygon className="followed-reach" points={pointsText(reachOutline(followed, scale))} />
      <line className="followed-zero" x2={size.width} y1={scale.y(0)} y2={scale.y(0)} />
      <polyline className="followed-median" points={pointsText(closePath(followed, scale))} />
    </svg>
  );
}
