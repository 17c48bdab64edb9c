import { assert } from '#shared/base/assert.ts';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import { endedApprovalSchema } from '#shared/contract/cockpit-snapshot.ts';
import { approvalTicketSchema, type ApprovalTicket } from '#shared/trading/approval-ticket.ts';
import type { EngineEvent } from '#shared/events/engine-event.ts';
import type { ApprovalId } from '#shared/trading/ids.ts';
import type { UtcMs } from '#shared/units/utc-ms.ts';
import type { StoredApproval } from '#main/ports/signal-storage.ts';
import type { ReadableDb, WritableDb } from '../readable-db.ts';

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

interface ApprovalRow {
  readonly ticket: string;
  readonly outcome: string | null;
  readonly actor: string | null;
  readonly reason: string | null;
  readonly endedAtUtcMs: number | null;
}

const columns = 'ticket, outcome, actor, reason, ended_at_utc_ms AS endedAtUtcMs';

export function selectApproval(db: ReadableDb, id: ApprovalId): StoredApproval | null {
  const row = db.query<ApprovalRow>(`SELECT ${columns} FROM approvals WHERE approval_id = ?`).first(id);
  return row === undefined ? null : approvalOf(row);
}

export const selectLatestApprovals = (db: ReadableDb, limit: number): readonly StoredApproval[] =>
  db.query<ApprovalRow>(`SELECT ${columns} FROM approvals ORDER BY sequence DESC LIMIT ?`).all(limit).map(approvalOf);

function approvalOf({ ticket, ...end }: ApprovalRow): StoredApproval {
  return {
    ticket: approvalTicketSchema.parse(JSON.parse(ticket)),
    ended: end.outcome === null ? null : endedApprovalSchema.unwrap().omit({ ticket: true }).parse(end),
  };
}
