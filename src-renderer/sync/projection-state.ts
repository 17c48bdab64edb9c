import type { ProjectionHealth } from '#shared/contract/memory.ts';

/** In one word: all is well, the one that is wanted is being told what it lacks, or it cannot be had and the rung below answers. */
export type ProjectionState = 'inStep' | 'behind' | 'rungDown';

export function projectionState({ adapter, wanted, depth, fault }: ProjectionHealth): ProjectionState {
  if (fault !== null && adapter !== wanted) return 'rungDown';
  return depth > 0 || adapter !== wanted ? 'behind' : 'inStep';
}
