import type { FaultCode } from '#shared/base/fault-codes.ts';
import type { Question } from '#main/ports/analyst.ts';
import type { ApprovalId, ClientOrderId, PositionId } from '#shared/trading/ids.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { QuestionKey } from './engine-effect.ts';
import type { EngineState } from './engine-state.ts';
import type { ManageMoment } from './is-manage-due.ts';

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
  /** Questions that this engine has put to the agents and that are open, and since when. */
  readonly asked: Map<QuestionKey, { readonly question: Question; readonly sinceMs: number }>;
  /** Of each open position: when, by the market, agents were last asked what to do with it, and where it stood. */
  readonly managed: Map<PositionId, ManageMoment>;
  /** Trades without a lesson since whose last try a bar has closed. */
  readonly reflectsAgainOn: Set<PositionId>;
  /** The state in which trades were last looked for that have closed. */
  reflectedIn: EngineState | null;
  /** Who answered last: a model by its name, the rules, or nobody. */
  answeredBy: AnsweredBy | null;
  /** The figures of a ticket as they were last shown, and when. */
  readonly figuresShown: Map<ApprovalId, { readonly atMs: number; readonly figures: string }>;
  /** Whether the trader has signed since the engine started. */
  isSigned: boolean;
}

export type AnsweredBy =
  | { readonly kind: 'model'; readonly model: string }
  | { readonly kind: 'rules' }
  | { readonly kind: 'nobody'; readonly code: FaultCode };

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
  asked: new Map(),
  managed: new Map(),
  reflectsAgainOn: new Set(),
  reflectedIn: null,
  answeredBy: null,
  figuresShown: new Map(),
  isSigned: false,
});

/** An order that has ended has nothing left to be measured. */
export function forgetOrder(desk: Desk, id: ClientOrderId): void {
  desk.sentAt.delete(id);
  desk.queriedAt.delete(id);
  desk.notFoundAt.delete(id);
}
