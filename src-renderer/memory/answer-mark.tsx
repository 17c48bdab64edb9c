import type { GraphAdapter, ProjectionName, VectorAdapter } from '#shared/contract/memory.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../components/badge.tsx';
import { useSync } from '../stream/cockpit-context.ts';

/** Who gave an answer; where that is the rung below, so marked. */
export function AnswerMark({
  of,
  adapter,
}: {
  readonly of: ProjectionName;
  readonly adapter: VectorAdapter | GraphAdapter;
}): ReactNode {
  const { t } = useTranslation();
  const wanted = useSync(({ health }) => health.projections.find(({ name }) => name === of)?.wanted ?? null);
  const answering = t(`memory.adapter.${adapter}`);
  if (wanted === null || wanted === adapter) {
    return <span className="memory-quiet">{t('memory.answeredBy', { adapter: answering })}</span>;
  }
  const names = { adapter: answering, wanted: t(`memory.adapter.${wanted}`) };
  return (
    <Badge tone="warning" title={t('memory.rungDownTitle', names)}>
      {t('memory.rungDown', names)}
    </Badge>
  );
}
