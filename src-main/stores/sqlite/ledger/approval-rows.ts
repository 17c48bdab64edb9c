import { assert } from '#shared/base/assert.ts';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import type { ApprovalTicket } from '#shared/trading/approval-ticket.ts';
import type { EngineEvent } from '#shared/trading/engine-event.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { WritableDb } from '../readable-db.ts';

/** A ticket waits while its outcome is null. */
export function insertApproval(db: WritableDb, sequence: number, ticket: ApprovalTicket): void {
  db.command('INSERT INTO approvals (approval_id, sequence, ticket) VALUES (?, ?, ?)').run(
    ticket.approvalId,
    sequence,
    canonicalJson(ticket),
  );
}

/** A ticket ends once: the log has only one ending for it. */
export function endApproval(
  db: WritableDb,
  ended: Extract<EngineEvent, { kind: 'approvalEnded' }>,
  endedAtUtcMs: UtcMs,
): void {
  const changed = db
    .command(
      'UPDATE approvals SET outcome = ?, actor = ?, reason = ?, ended_at_utc_ms = ? WHERE approval_id = ? AND outcome IS NULL',
    )
    .run(ended.outcome, ended.actor, ended.reason, endedAtUtcMs, ended.approvalId);
  assert(changed === 1, () => `ticket ${ended.approvalId} waits, and ends once`);
}
