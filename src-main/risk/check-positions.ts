import type { Fault } from '#shared/base/fault.ts';
import type { OpenRisk } from './open-risk.ts';
import type { KnownRequest } from './risk-request.ts';
import { limitFault } from './limit-fault.ts';

/** No entry while a position of the account, manual ones too, has no stop; and none above the count of positions. */
export function checkPositions(
  { positions, limits }: KnownRequest,
  { openRisk, entriesUnderWay }: { readonly openRisk: OpenRisk; readonly entriesUnderWay: number },
): Fault | null {
  const [unstopped] = openRisk.withoutStop;
  if (unstopped !== undefined) {
    return limitFault(
      'POSITION_WITHOUT_STOP',
      `Position ${unstopped.positionId} (${unstopped.symbol}) has no stop. Give it one, or close it.`,
      { value: openRisk.withoutStop.length, limit: 0, positionId: unstopped.positionId, openRisk: openRisk.money },
    );
  }
  const count = positions.length + entriesUnderWay;
  if (count >= limits.positionsMax) {
    return limitFault('POSITIONS_MAX', `${count} positions are open or under way.`, {
      value: count + 1,
      limit: limits.positionsMax,
    });
  }
  return null;
}
