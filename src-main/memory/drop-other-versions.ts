import type { Logger } from '#main/ports/logger.ts';
import type { ProjectionStore } from '#main/ports/projection.ts';
import { derivedVersion } from './indicator-set.ts';

const target = 'derived';

/** What an older or newer program derived goes: it would lie there for good, in every copy, and nobody could compare with it. It is derived anew. */
export function dropOtherVersions(projections: ProjectionStore, logger: Logger): void {
  const { indicators, states } = derivedVersion;
  const epoch = `indicators ${indicators}, states ${states}`;
  const mark = projections.mark(target);
  if (mark?.epoch === epoch) return;
  projections.transaction(() => {
    if (mark !== null) projections.clear('vectors');
    projections.saveMark(target, { epoch, revision: 0 });
  });
  if (mark !== null) logger.info('states of another version were dropped, and are derived anew', { from: mark.epoch });
}
