import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { CockpitDelta, CockpitSnapshot } from '#shared/contract/cockpit-snapshot.ts';
import type { Bar } from '#shared/market/bar.ts';
import type { Timeframe } from '#shared/market/timeframe.ts';
import type { Actor } from '#shared/events/engine-event.ts';
import type { ApprovalId, PositionId } from '#shared/trading/ids.ts';
import type { FlattenScope } from '#shared/trading/flatten-scope.ts';
import type { OrderParameters } from '#shared/trading/order-parameters.ts';
import type { RecordId } from '#shared/trading/record-id.ts';
import type { Scenario } from '#shared/trading/scenario.ts';
import type { Lots } from '#shared/units/lots.ts';
import type { Price } from '#shared/units/price.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';

/** The trader's word on which scenario may enter. */
export type GovernanceCommand =
  /** Nothing is switched until it is released. */
  | { readonly kind: 'holdScenario'; readonly reason: string }
  /** Switches now, and holds. */
  | { readonly kind: 'forceScenario'; readonly scenario: Scenario; readonly reason: string }
  | { readonly kind: 'releaseScenario'; readonly reason: string };

/** What a person may ask for. Each answers once; what follows from it comes as deltas. */
export type CockpitCommand =
  | { readonly kind: 'approve'; readonly approvalId: ApprovalId; readonly parameters: OrderParameters }
  | { readonly kind: 'reject'; readonly approvalId: ApprovalId; readonly reason: string }
  /** All that is left of it where no volume is named. */
  | { readonly kind: 'closePosition'; readonly positionId: PositionId; readonly volume?: Lots | null | undefined }
  /** The trader's own change of a ticket: risk is run on it, and a new ticket asks again. What is not named stays. */
  | {
      readonly kind: 'modifyTicket';
      readonly approvalId: ApprovalId;
      readonly parameters: OrderParameters;
      readonly change: {
        readonly volume?: Lots | undefined;
        readonly stop?: Price | undefined;
        readonly target?: Price | null | undefined;
      };
    }
  | { readonly kind: 'takeProposal'; readonly proposalId: string }
  | { readonly kind: 'dismissProposal'; readonly proposalId: string }
  | { readonly kind: 'retireLesson'; readonly lessonId: RecordId; readonly reason: string }
  | {
      readonly kind: 'modifyPosition';
      readonly positionId: PositionId;
      readonly stop: Price;
      readonly target: Price | null;
    }
  /** The part of a position that was offered to go because its fill risks more than was approved. */
  | { readonly kind: 'takeReduction'; readonly positionId: PositionId }
  | GovernanceCommand
  | { readonly kind: 'halt'; readonly reason: string }
  | { readonly kind: 'resume'; readonly reason: string }
  | { readonly kind: 'flatten'; readonly scope: FlattenScope; readonly reason: string }
  | { readonly kind: 'pauseReplay' }
  | { readonly kind: 'resumeReplay' }
  | { readonly kind: 'stepReplay' }
  | { readonly kind: 'setReplaySpeed'; readonly speed: number };

/** The engine as those who look at it see it; rpc serves it. */
export interface Cockpit {
  readonly snapshot: () => CockpitSnapshot;
  readonly subscribe: (listener: (delta: CockpitDelta) => void) => Disposable;
  readonly command: (command: CockpitCommand, actor: Actor) => Promise<Result<void, Fault>>;
  readonly barsPage: (page: {
    readonly symbol: string;
    readonly timeframe: Timeframe;
    readonly beforeUtcMs: UtcMs | null;
    readonly limit: number;
  }) => Result<{ readonly source: string | null; readonly bars: readonly Bar[] }, Fault>;
}
