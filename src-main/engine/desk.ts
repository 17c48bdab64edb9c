import type { ApprovalId, ClientOrderId, PositionId } from '#shared/trading/ids.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

/**
 * What the engine measures on the desk's steady clock. None of it survives a restart: countdowns are then taken up from the wall clock,
 * and every order that has not ended is asked about anew.
 */
export interface Desk {
  /** When a ticket was put before the trader. */
  readonly ticketsOpenedAt: Map<ApprovalId, number>;
  /** When an order was handed to the pipe. */
  readonly sentAt: Map<ClientOrderId, number>;
  /** When an order was last asked about. */
  readonly queriedAt: Map<ClientOrderId, number>;
  /** When the terminal first answered, in this session, that it has no record of an order. */
  readonly notFoundAt: Map<ClientOrderId, number>;
  /** When the terminal was last asked to say everything again. */
  refreshedAt: number;
  /** When the adviser was last told of a halt or its end. */
  haltToldAt: number;
  /** When a position was last tried to be closed by the engine itself. */
  readonly closeTriedAt: Map<PositionId, number>;
  /** When this engine began to watch a position's stop. */
  readonly stopWatchedAt: Map<string, number>;
  /** When the terminal's session began. */
  connectedAt: number | null;
  /** When the deposits at ended days were last tried to be worked out, and since when bars are waited for. */
  readonly deposits: { triedAt: number; waitingSince: number | null };
  /** Governance and risk as they were last shown, and what they were made of: they are told only when they changed. */
  readonly shown: { governance: string; risk: string; seen: readonly unknown[] };
  /** The lowest equity since it is above the recorded highest, and since when. */
  newHigh: { readonly own: number; readonly sinceUtcMs: UtcMs } | null;
  /** Whether the trader has signed since the engine started. */
  isSigned: boolean;
}

export const emptyDesk = (): Desk => ({
  ticketsOpenedAt: new Map(),
  sentAt: new Map(),
  queriedAt: new Map(),
  notFoundAt: new Map(),
  refreshedAt: -Infinity,
  haltToldAt: -Infinity,
  closeTriedAt: new Map(),
  stopWatchedAt: new Map(),
  connectedAt: null,
  deposits: { triedAt: -Infinity, waitingSince: null },
  shown: { governance: '', risk: '', seen: [] },
  newHigh: null,
  isSigned: false,
});

/** An order that has ended has nothing left to be measured. */
export function forgetOrder(desk: Desk, id: ClientOrderId): void {
  desk.sentAt.delete(id);
  desk.queriedAt.delete(id);
  desk.notFoundAt.delete(id);
}
