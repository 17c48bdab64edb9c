import type { FilterReport } from '#shared/trading/filter-report.ts';
import { filterReport } from './filters.ts';

/** A stop, or a target, farther away than this share of the price is none; only broken data leads there. */
const distanceRatioMax = 0.5;

/** The farthest that a stop may lie from a close where its target lies `targetR` times as far. */
export const stopDistanceMax = (close: number, targetR = 1): number =>
  (close * distanceRatioMax) / Math.max(1, targetR);

/** A stop at no distance is none either: the market does not move. */
export const isStopDistance = (distance: number, distanceMax: number): boolean =>
  distance > 0 && distance < distanceMax;

export const stopDistanceReport = (distance: number, distanceMax: number): FilterReport =>
  filterReport('stopDistance', {
    value: distance,
    threshold: distanceMax,
    passed: isStopDistance(distance, distanceMax),
  });
