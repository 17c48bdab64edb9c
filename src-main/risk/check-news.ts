import type { Fault } from '#shared/base/fault.ts';
import type { KnownRequest } from './risk-request.ts';
import { limitFault } from './limit-fault.ts';

/** No entry around a release of high impact. Outside of the calendar's range none is known, which is not the same as none: the limits say what then. */
export function checkNews({ intent, newsDistanceMs, limits }: KnownRequest): Fault | null {
  if (newsDistanceMs === undefined || limits.newsBlackoutMs === 0) return null;
  const limit = limits.newsBlackoutMs;
  if (newsDistanceMs === null || Number.isNaN(newsDistanceMs)) {
    if (limits.unknownNews === 'allow') return null;
    const message = `The calendar does not cover this moment: releases for ${intent.symbol} are not known.`;
    return limitFault('NEWS_BLACKOUT', message, { value: null, limit });
  }
  if (newsDistanceMs >= limit) return null;
  const message = `A release of high impact for ${intent.symbol} is ${Math.round(newsDistanceMs / 60_000)} min away.`;
  return limitFault('NEWS_BLACKOUT', message, { value: newsDistanceMs, limit });
}
