import type { Authorized } from '#shared/trading/authorized.ts';
import type { ClientOrderId } from '#shared/trading/ids.ts';
import type { OrderRequest } from '#shared/trading/order.ts';
import type { Scenario } from '#shared/trading/scenario.ts';
import type { EndedTicket, Question, Standing } from '#main/ports/analyst.ts';
import type { CockpitCommand } from '#main/ports/cockpit.ts';

/** The trader's own hold on a replay goes out as it came in. */
export type ReplayCommand = Extract<
  CockpitCommand,
  { kind: 'pauseReplay' | 'resumeReplay' | 'stepReplay' | 'setReplaySpeed' }
>;

/** Names a question while it is open: one about each entry, position, trade, or switch. */
export type QuestionKey = `${Question['kind']}:${string}`;

/** What is done to the world after the events that decided it were committed. It is never repeated by a restart. */
export type EngineEffect =
  | { readonly kind: 'send'; readonly authorized: Authorized; readonly request: OrderRequest }
  | { readonly kind: 'query'; readonly id: ClientOrderId }
  | { readonly kind: 'refresh' }
  | { readonly kind: 'setHalt'; readonly isHalted: boolean; readonly reason: string }
  | { readonly kind: 'holdReplay' }
  | { readonly kind: 'releaseReplay' }
  /** The answer comes back as an input that names the same key. */
  | { readonly kind: 'ask'; readonly key: QuestionKey; readonly question: Question }
  | { readonly kind: 'tell'; readonly ended: EndedTicket & { readonly scenario: Scenario; readonly symbol: string } }
  | { readonly kind: 'takeUp'; readonly standings: readonly Standing[] }
  | ReplayCommand;
