import { sideSign, type Side } from '#shared/trading/side.ts';
import type { RiskPart } from './open-risk.ts';

/** Two symbols' daily returns, −1 to 1; null where it is not known. */
export type CorrelationOf = (symbol: string, other: string) => number | null;

/**
 * What is at risk already together with a new entry, in account currency: the largest sum over the groups that the entry would join, its own and
 * that of everything it moves with. With the whole account held to it, the order in which entries came makes no difference.
 */
export const correlatedRisk = (entry: Exposure, among: Correlated): number =>
  among.parts.length === 0 ? 0 : largestGroup(entry, among);

interface Correlated {
  readonly parts: readonly RiskPart[];
  readonly correlationMin: number;
  readonly correlationOf: CorrelationOf | undefined;
}

function largestGroup(entry: Exposure, { parts, correlationMin, correlationOf }: Correlated): number {
  const movesWith = (one: Exposure, other: Exposure): boolean =>
    togetherness(one, other, correlationOf) >= correlationMin;
  const groupOf = (one: Exposure): readonly RiskPart[] => parts.filter((part) => part === one || movesWith(one, part));
  const group = groupOf(entry);
  return Math.max(moneyOf(group), ...group.map((part) => moneyOf(groupOf(part))));
}

export interface Exposure {
  readonly symbol: string;
  readonly side: Side;
}

const moneyOf = (parts: readonly RiskPart[]): number => parts.reduce((sum, part) => sum + part.money, 0);

/**
 * How far two exposures win and lose together, −1 to 1: the correlation of their symbols, turned around where one is bought and the other
 * sold. What is not known is taken to be 1 whatever the sides, since it could be.
 */
function togetherness(one: Exposure, other: Exposure, correlationOf: CorrelationOf | undefined): number {
  const sign = sideSign(one.side) * sideSign(other.side);
  if (one.symbol === other.symbol) return sign;
  const correlation = correlationOf?.(one.symbol, other.symbol) ?? NaN;
  return Number.isNaN(correlation) ? 1 : sign * correlation;
}
