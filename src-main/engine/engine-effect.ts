import type { Authorized } from '#shared/trading/authorized.ts';
import type { ClientOrderId } from '#shared/trading/ids.ts';
import type { OrderRequest } from '#shared/trading/order.ts';
import type { CockpitCommand } from '#main/ports/cockpit.ts';

/** The trader's own hold on a replay goes out as it came in. */
export type ReplayCommand = Extract<
  CockpitCommand,
  { kind: 'pauseReplay' | 'resumeReplay' | 'stepReplay' | 'setReplaySpeed' }
>;

/** What is done to the world after the events that decided it were committed. It is never repeated by a restart. */
export type EngineEffect =
  | { readonly kind: 'send'; readonly authorized: Authorized; readonly request: OrderRequest }
  | { readonly kind: 'query'; readonly id: ClientOrderId }
  | { readonly kind: 'refresh' }
  | { readonly kind: 'setHalt'; readonly isHalted: boolean; readonly reason: string }
  | { readonly kind: 'holdReplay' }
  | { readonly kind: 'releaseReplay' }
  | ReplayCommand;
