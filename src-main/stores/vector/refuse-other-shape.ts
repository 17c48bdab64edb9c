import { fault, FaultError } from '#shared/base/fault.ts';
import type { VectorQuery, VectorShape } from '#main/ports/vector-index.ts';
import { partitionKey } from './partition-key.ts';

/** Throws VECTORS_REFUSED where a question has another length than the partition's shape, or lacks a component that is always known. */
export function refuseOtherShape({ partition, vector }: VectorQuery, shape: VectorShape | null): void {
  if (shape === null) return;
  const components = shape.alwaysKnown + shape.maskableWeights.length;
  if (vector.length === components && !vector.subarray(0, shape.alwaysKnown).some(Number.isNaN)) return;
  const facts = { partition: partitionKey(partition), given: vector.length, stored: components };
  throw new FaultError(
    fault(
      'VECTORS_REFUSED',
      `A vector of ${vector.length} components was given, of which the first ${shape.alwaysKnown} of ${components} have to be known.`,
      facts,
    ),
  );
}
