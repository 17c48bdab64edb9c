import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { roundToTick } from '#shared/market/instrument-prices.ts';
import { isOnStep } from '#shared/market/instrument-volume.ts';
import type { Instrument } from '#shared/market/instrument.ts';
import type { Actor } from '#shared/events/engine-event.ts';
import type { ApprovalTicket } from '#shared/trading/approval-ticket.ts';
import { isLosingStop, isWinningTarget } from '#shared/trading/bracket.ts';
import { isSameOrder } from '#shared/trading/order-parameters.ts';
import type { EnterIntent } from '#shared/trading/trade-intent.ts';
import { ticketExpiry } from '#main/approval/ticket-expiry.ts';
import type { CockpitCommand } from '#main/ports/cockpit.ts';
import { endTicket, ticketGone } from './end-ticket.ts';
import { judgeEntry } from './judge-entry.ts';
import { openTicketFor } from './open-ticket-for.ts';
import type { Step } from './step.ts';
import { ticketClocks } from './ticket-clocks.ts';

type Modification = Extract<CockpitCommand, { kind: 'modifyTicket' }>;

/**
 * The trader's own stop, target or volume: risk is run on them, and a new ticket asks again in the place of the old one, which stays as it was where they
 * are refused. Where nothing is named, the same is asked by the figures of now: a ticket from which the price has drifted. Nothing is sent by it.
 * APPROVAL_UNKNOWN, APPROVAL_ENDED, APPROVAL_PARAMETERS_CHANGED, APPROVAL_EXPIRED, NOT_CONNECTED, STOP_WRONG_SIDE, TARGET_WRONG_SIDE, VOLUME_BELOW_MIN,
 * VOLUME_OFF_STEP, VOLUME_ABOVE_RISK, and whatever risk denies with.
 */
export function modifyTicket(step: Step, wish: Modification, actor: Actor): Result<void, Fault> {
  const { approvalId, parameters, change } = wish;
  const ticket = step.state.tickets[approvalId];
  if (ticket === undefined) return err(ticketGone(step, approvalId));
  if (!isSameOrder(ticket.parameters, parameters)) return err(otherParameters(ticket));
  const expiredBy = ticketExpiry(ticket, ticketClocks(step, ticket));
  if (expiredBy !== null) {
    endTicket(step, { approvalId, outcome: 'expired', actor: 'engine', reason: expiredBy });
    return err(fault('APPROVAL_EXPIRED', 'The ticket expired before it was changed.', { approvalId, expiredBy }));
  }
  const instrument = step.market.instruments.get(ticket.parameters.symbol);
  if (!step.state.isConnected || instrument === undefined) return err(notConnected);
  const intent = changedIntent(ticket.intent, change, instrument);
  if (!intent.ok) return intent;
  const judged = judgeEntry(step, { intent: intent.value });
  if (!judged.ok) return err(judged.error.fault);
  const { volume } = judged.value.parameters;
  if (change.volume !== undefined && volume < change.volume) return err(tooLarge(change.volume, volume));
  endTicket(step, { approvalId, outcome: 'superseded', actor, reason: 'the trader changed it' });
  const opened = openTicketFor(step, { approved: judged.value, filters: ticket.filters });
  return opened === null ? err(tooLate(ticket)) : ok(undefined);
}

/** Levels go to the tick grid; a volume has to be on its step: the trader reads the ones that count on the new ticket. */
function changedIntent(
  intent: EnterIntent,
  change: Modification['change'],
  instrument: Instrument,
): Result<EnterIntent, Fault> {
  const { side, reference } = intent;
  const { volume } = change;
  const stop = change.stop === undefined ? intent.stop : roundToTick(change.stop, instrument);
  const target = change.target == null ? change.target : roundToTick(change.target, instrument);
  const changed: EnterIntent = {
    ...intent,
    stop,
    target: target === undefined ? intent.target : target,
    ...(volume !== undefined && { volumeMax: volume }),
  };
  if (!isLosingStop({ side, from: reference, stop }))
    return err(wrongSide('STOP_WRONG_SIDE', 'The stop is not on the losing side of the entry.', stop, reference));
  if (!isWinningTarget({ side, from: reference, target: changed.target }))
    return err(wrongSide('TARGET_WRONG_SIDE', 'The target is not beyond the entry.', changed.target, reference));
  if (volume !== undefined && volume < instrument.volumeMin)
    return err(
      fault('VOLUME_BELOW_MIN', `The broker takes no less than ${instrument.volumeMin} lots.`, {
        value: volume,
        limit: instrument.volumeMin,
      }),
    );
  if (volume !== undefined && !isOnStep(volume, instrument))
    return err(
      fault('VOLUME_OFF_STEP', `Volumes go in steps of ${instrument.volumeStep} lots.`, {
        value: volume,
        limit: instrument.volumeStep,
      }),
    );
  return ok(changed);
}

const wrongSide = (
  code: 'STOP_WRONG_SIDE' | 'TARGET_WRONG_SIDE',
  message: string,
  value: number | null,
  limit: number,
): Fault => fault(code, message, { value, limit });

const tooLarge = (value: number, limit: number): Fault =>
  fault('VOLUME_ABOVE_RISK', `Risk allows ${limit} lots at most with this stop; the ticket stays as it was.`, {
    value,
    limit,
  });

const otherParameters = ({ approvalId }: ApprovalTicket): Fault =>
  fault(
    'APPROVAL_PARAMETERS_CHANGED',
    'What was changed is not what the ticket says. Nothing happened; look at the ticket again.',
    { approvalId },
  );

const tooLate = ({ approvalId }: ApprovalTicket): Fault =>
  fault('APPROVAL_EXPIRED', 'The next decision was due before the ticket could be offered anew.', { approvalId });

const notConnected = fault(
  'NOT_CONNECTED',
  'The terminal is not connected, so the change cannot be judged. The ticket stays open until its time runs out.',
);
