import type { Fault } from '#shared/base/fault.ts';
import type { KnownRequest } from './risk-request.ts';
import { limitFault } from './limit-fault.ts';

/** After too many losing trades one after the other the account rests until the next broker day. */
export function checkLossesInARow({ history, limits }: KnownRequest): Fault | null {
  if (history === undefined || history.lossesInARow < limits.lossesInARowMax) return null;
  const { lossesInARow } = history;
  const message = `The last ${lossesInARow} trades lost. Entries rest until the next broker day.`;
  return limitFault('LOSSES_IN_A_ROW', message, { value: lossesInARow, limit: limits.lossesInARowMax });
}
