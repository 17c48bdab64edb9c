import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import {
  agentRunSummarySchema,
  reasoningStepSchema,
  type AgentRunSummary,
  type ReasoningStep,
} from '#shared/agent/agent-run.ts';
import type { RunsWish } from '#shared/contract/agents.ts';
import type { ModelExchange, RecordedInput } from '#main/ports/agent-runs.ts';
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

/** What a run told and what it was given, as one: both hold the same evidence, which is then kept once. Its rows, which come before `told`, go into it. */
export function packRun(
  db: WritableDb,
  runId: string,
  {
    input,
    ...told
  }: Pick<Recording, 'input'> & {
    readonly steps: readonly ReasoningStep[];
    readonly exchanges: readonly ModelExchange[];
  },
): void {
  const listOf = (table: 'steps' | 'exchanges', column: 'step' | 'exchange'): string => {
    const rows = db
      .query<{ readonly body: string }>(
        `SELECT ${column} AS body FROM ${table} WHERE run = (${runOf}) ORDER BY sequence`,
      )
      .all(runId);
    if (rows.length > 0) db.command(`DELETE FROM ${table} WHERE run = (${runOf})`).run(runId);
    return `[${[...rows.map(({ body }) => body), ...told[table].map((one) => JSON.stringify(one))].join(',')}]`;
  };
  const [steps, exchanges] = [listOf('steps', 'step'), listOf('exchanges', 'exchange')];
  const body = zstdCompressSync(`{"steps":${steps},"exchanges":${exchanges},"input":${JSON.stringify(input)}}`);
  db.command('INSERT OR REPLACE INTO recordings (run, body) SELECT run, ? FROM runs WHERE run_id = ?').run(body, runId);
}

const runOf = 'SELECT run FROM runs WHERE run_id = ?';

interface Recording {
  readonly steps: readonly unknown[];
  readonly exchanges: readonly ModelExchange[];
  readonly input: RecordedInput;
}

/** As it was written by this program: whoever reads of it what he needs checks it there. */
function selectRecording(db: ReadableDb, runId: string): Recording | null {
  const row = db
    .query<{ readonly body: Uint8Array }>(`SELECT body FROM recordings WHERE run = (${runOf})`)
    .first(runId);
  return row === undefined ? null : (JSON.parse(zstdDecompressSync(row.body).toString()) as Recording);
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

/** Those that came after its recording was packed stand behind it. */
export function selectRecorded(
  db: ReadableDb,
  runId: string,
): {
  readonly steps: readonly ReasoningStep[];
  readonly exchanges: readonly ModelExchange[];
  readonly input: RecordedInput | null;
} {
  const recording = selectRecording(db, runId);
  const steps = db
    .query<{ readonly step: string }>(`SELECT step FROM steps WHERE run = (${runOf}) ORDER BY sequence`)
    .all(runId);
  return {
    steps: [...(recording?.steps ?? []), ...steps.map(({ step }): unknown => JSON.parse(step))].map((step) =>
      reasoningStepSchema.parse(step),
    ),
    exchanges: recording?.exchanges ?? [],
    input: recording?.input ?? null,
  };
}
