import { stateShape } from '#main/features/state-vector.ts';
import type { ShapeOf } from '#main/ports/vector-index.ts';

/** States of the market, and those in which signals and trades stood, may have unknown components; what a method makes of words has none. */
export const shapeOf: ShapeOf = ({ collection }) => (collection === 'texts' ? null : stateShape);

/** For programs that look at the vectors of states from outside. */
export { stateShape, stateVersion } from '#main/features/state-vector.ts';
