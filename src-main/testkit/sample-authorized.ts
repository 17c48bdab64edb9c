import { assert } from '#shared/base/assert.ts';
import type { AuthorizedEntry, AuthorizedModify, AuthorizedReduction } from '#shared/trading/authorized.ts';
import { approvalId } from '#shared/trading/ids.ts';
import { closeIntentSchema, modifyIntentSchema } from '#shared/trading/trade-intent.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import { authorizeEntry } from '#main/approval/authorize-entry.ts';
import { authorizeModify } from '#main/approval/authorize-modify.ts';
import { authorizeReduction } from '#main/approval/authorize-reduction.ts';
import { openTicket } from '#main/approval/open-ticket.ts';
import { judgeSampleEntry } from './judge-sample-entry.ts';
import { sampleStartUtcMs } from './manual-clock.ts';
import { sampleAccount } from './sample-account.ts';
import { sampleGold } from './sample-instrument.ts';
import { samplePosition } from './sample-position.ts';

/** The sample entry, approved by the trader at once. */
export function sampleAuthorizedEntry(): AuthorizedEntry {
  const recheck = judgeSampleEntry();
  assert(recheck.ok, 'risk approves the sample entry');
  const now = { marketNowUtcMs: sampleStartUtcMs, wallNowUtcMs: sampleStartUtcMs };
  const opened = openTicket({ ...now, approvalId: approvalId('intent-1#1'), approved: recheck.value, filters: [] });
  assert(opened.ok, 'the sample decision is fresh');
  const authorized = authorizeEntry({
    ticket: opened.value,
    endedAs: null,
    parameters: opened.value.parameters,
    actor: 'window',
    clocks: { ...now, elapsedMs: durationMs(0) },
    instrument: sampleGold,
    recheck,
  });
  assert(authorized.ok, 'the sample approval is granted');
  return authorized.value;
}

/** A close of the whole sample position. */
export function sampleAuthorizedReduction(): AuthorizedReduction {
  const position = samplePosition();
  const authorized = authorizeReduction({
    intent: closeIntentSchema.parse({
      kind: 'close',
      intentId: 'intent-2',
      decisionId: null,
      positionId: position.positionId,
      symbol: position.symbol,
      volume: position.volume,
      reason: 'trader',
      decidedAtUtcMs: sampleStartUtcMs,
    }),
    account: sampleAccount(),
    positions: [position],
    orders: [],
  });
  assert(authorized.ok, 'the sample close is granted');
  return authorized.value;
}

/** The sample position's stop, five dollars nearer. */
export function sampleAuthorizedModify(): AuthorizedModify {
  const position = samplePosition();
  const authorized = authorizeModify({
    intent: modifyIntentSchema.parse({
      kind: 'modify',
      intentId: 'intent-3',
      positionId: position.positionId,
      symbol: position.symbol,
      stop: 1995,
      target: 2030,
      decidedAtUtcMs: sampleStartUtcMs,
    }),
    account: sampleAccount(),
    positions: [position],
    isByTrader: false,
  });
  assert(authorized.ok, 'the sample change of stops is granted');
  return authorized.value;
}
