import type { FilterReport } from '#shared/trading/filter-report.ts';
import { definedOrNull } from '#main/features/defined-or-null.ts';

/** A comparison as the report of a filter. One that lacks either side has no data: its value is null, whichever side is missing. */
export function filterReport(
  filter: string,
  { value, threshold, passed }: { readonly value: number; readonly threshold: number; readonly passed: boolean },
): FilterReport {
  const isDefined = !Number.isNaN(value) && !Number.isNaN(threshold);
  return { filter, value: isDefined ? value : null, threshold: definedOrNull(threshold), passed };
}

export const above = (filter: string, value: number, threshold: number): FilterReport =>
  filterReport(filter, { value, threshold, passed: value > threshold });

export const below = (filter: string, value: number, threshold: number): FilterReport =>
  filterReport(filter, { value, threshold, passed: value < threshold });

export const notBelow = (filter: string, value: number, threshold: number): FilterReport =>
  filterReport(filter, { value, threshold, passed: value >= threshold });

export const notAbove = (filter: string, value: number, threshold: number): FilterReport =>
  filterReport(filter, { value, threshold, passed: value <= threshold });
