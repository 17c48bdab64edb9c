import { expect, test } from 'vitest';
import type { ProjectionName } from '#shared/contract/memory.ts';
import type { ProjectionMark, ProjectionStore } from '#main/ports/projection.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { dropOtherVersions } from './drop-other-versions.ts';

function recordedStore(): ProjectionStore & { readonly cleared: readonly ProjectionName[] } {
  const marks = new Map<string, ProjectionMark>();
  const cleared: ProjectionName[] = [];
  return {
    cleared,
    mark: (target) => marks.get(target) ?? null,
    saveMark: (target, mark) => {
      if (mark === null) marks.delete(target);
      else marks.set(target, mark);
    },
    transaction: (run) => run(),
    clear: (projection) => void cleared.push(projection),
    addDeadLetter: () => undefined,
    deadLetters: () => [],
    deadLetterCount: () => 0,
    clearDeadLetters: () => undefined,
  };
}

test('states of another version go once, and those of this one stay', () => {
  const store = recordedStore();
  const { logger } = createRecordingLogger();
  dropOtherVersions(store, logger);
  dropOtherVersions(store, logger);
  expect(store.cleared).toEqual([]);
  store.saveMark('derived', { epoch: 'indicators 1, states 0', revision: 0 });
  dropOtherVersions(store, logger);
  dropOtherVersions(store, logger);
  expect(store.cleared).toEqual(['vectors']);
});
