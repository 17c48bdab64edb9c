import {
  agentRunSummarySchema,
  reasoningStepSchema,
  type AgentRunSummary,
  type ReasoningStep,
} from '#shared/agent/agent-run.ts';
import type { ModelExchange, RecordedInput, RunsWish } from '#main/ports/agent-runs.ts';
import type { ReadableDb, WritableDb } from '../sqlite/readable-db.ts';

/** A run that is begun again under the same id takes the place of the first. */
export function insertRun(db: WritableDb, summary: AgentRunSummary): void {
  const { runId, kind, scenario, symbol, decisionId, startedAtUtcMs, state } = summary;
  db.command('DELETE FROM runs WHERE run_id = ?').run(runId);
  db.command(
    `INSERT INTO runs (run_id, kind, scenario, symbol, decision_id, started_at_utc_ms, state, summary)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(runId, kind, scenario, symbol, decisionId, startedAtUtcMs, state, JSON.stringify(summary));
}

export function updateRun(db: WritableDb, summary: AgentRunSummary): void {
  db.command('UPDATE runs SET state = ?, summary = ? WHERE run_id = ?').run(
    summary.state,
    JSON.stringify(summary),
    summary.runId,
  );
}

/** What is told of a run that is forgotten changes nothing. */
export function insertStep(db: WritableDb, runId: string, step: ReasoningStep): void {
  db.command('INSERT OR REPLACE INTO steps (run, sequence, step) SELECT run, ?, ? FROM runs WHERE run_id = ?').run(
    step.sequence,
    JSON.stringify(step),
    runId,
  );
}

export function insertExchange(db: WritableDb, runId: string, exchange: ModelExchange): void {
  db.command(
    'INSERT OR REPLACE INTO exchanges (run, sequence, exchange) SELECT run, ?, ? FROM runs WHERE run_id = ?',
  ).run(exchange.sequence, JSON.stringify(exchange), runId);
}

export function insertInput(db: WritableDb, runId: string, input: RecordedInput): void {
  db.command('INSERT OR REPLACE INTO inputs (run, input) SELECT run, ? FROM runs WHERE run_id = ?').run(
    JSON.stringify(input),
    runId,
  );
}

/** Forgets all but the newest; what belongs to a run goes with it. */
export function deleteRunsBut(db: WritableDb, kept: number): number {
  return db
    .command('DELETE FROM runs WHERE run <= (SELECT run FROM runs ORDER BY run DESC LIMIT 1 OFFSET ?)')
    .run(kept);
}

/** Whatever was under way when its process ended. */
export function interruptRunning(db: WritableDb): void {
  for (const summary of selectByState(db, 'running')) updateRun(db, { ...summary, state: 'interrupted' });
}

interface SummaryRow {
  readonly summary: string;
}

const toSummary = ({ summary }: SummaryRow): AgentRunSummary => agentRunSummarySchema.parse(JSON.parse(summary));

const selectByState = (db: ReadableDb, state: AgentRunSummary['state']): readonly AgentRunSummary[] =>
  db.query<SummaryRow>('SELECT summary FROM runs WHERE state = ?').all(state).map(toSummary);

/** Newest first. */
export function selectRuns(
  db: ReadableDb,
  { scenario, symbol, kind, decisionId, before, limit }: RunsWish,
): readonly AgentRunSummary[] {
  const wishes = [
    ...(scenario === null ? [] : [{ sql: 'scenario = ?', values: [scenario] }]),
    ...(symbol === null ? [] : [{ sql: 'symbol = ?', values: [symbol] }]),
    ...(kind === null ? [] : [{ sql: 'kind = ?', values: [kind] }]),
    ...(decisionId === null ? [] : [{ sql: 'decision_id = ?', values: [decisionId] }]),
    ...(before === null
      ? []
      : [{ sql: '(started_at_utc_ms, run_id) < (?, ?)', values: [before.startedAtUtcMs, before.runId] }]),
  ];
  const where = wishes.length === 0 ? '' : `WHERE ${wishes.map(({ sql }) => sql).join(' AND ')}`;
  return db
    .query<SummaryRow>(`SELECT summary FROM runs ${where} ORDER BY started_at_utc_ms DESC, run_id DESC LIMIT ?`)
    .all(...wishes.flatMap(({ values }) => values), limit)
    .map(toSummary);
}

export function selectSummary(db: ReadableDb, runId: string): AgentRunSummary | null {
  const row = db.query<SummaryRow>('SELECT summary FROM runs WHERE run_id = ?').first(runId);
  return row === undefined ? null : toSummary(row);
}

export const selectSteps = (db: ReadableDb, runId: string): readonly ReasoningStep[] =>
  db
    .query<{ readonly step: string }>(
      'SELECT step FROM steps WHERE run = (SELECT run FROM runs WHERE run_id = ?) ORDER BY sequence',
    )
    .all(runId)
    .map(({ step }) => reasoningStepSchema.parse(JSON.parse(step)));

/** As they were written by this program: a replay reads from them what it needs, and checks it there. */
export const selectExchanges = (db: ReadableDb, runId: string): readonly ModelExchange[] =>
  db
    .query<{ readonly exchange: string }>(
      'SELECT exchange FROM exchanges WHERE run = (SELECT run FROM runs WHERE run_id = ?) ORDER BY sequence',
    )
    .all(runId)
    .map(({ exchange }) => JSON.parse(exchange) as ModelExchange);

export function selectInput(db: ReadableDb, runId: string): RecordedInput | null {
  const row = db
    .query<{ readonly input: string }>('SELECT input FROM inputs WHERE run = (SELECT run FROM runs WHERE run_id = ?)')
    .first(runId);
  return row === undefined ? null : (JSON.parse(row.input) as RecordedInput);
}
