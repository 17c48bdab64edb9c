import type { AgentRunSummary } from '#shared/agent/agent-run.ts';
import type { AgentRunReads, AgentRunStore } from '#main/ports/agent-runs.ts';
import type { EndedTicket, Standing } from '#main/ports/analyst.ts';
import type { WallClock } from '#main/ports/clock.ts';
import type { TradeGraph } from './graphs/trade-graph.ts';
import { RunRecord, type RunRecordParts } from './run-record.ts';
import { tradeThread } from './thread-of.ts';

export interface TicketWaitsParts extends RunRecordParts {
  readonly runs: AgentRunStore & AgentRunReads;
  readonly wallClock: WallClock;
  readonly nextTurn: () => Promise<void>;
}

/** Of a thread’s newest runs, how many may still be waiting by their record though their graph is not. */
const newestRuns = 20;

/**
 * The graphs that stand at a ticket, and how the log stands. Each thread's checkpoint is held against the log before anything else happens on it: where
 * they disagree the log is right, and a word for a ticket that no graph waits for is lost without loss.
 */
export class TicketWaits implements Disposable {
  readonly #parts: TicketWaitsParts;
  /** Runs that have answered and wait for their ticket, by thread. */
  readonly #records = new Map<string, RunRecord>();
  /** What was told at the start and not yet held against a checkpoint. */
  readonly #standings = new Map<string, Standing>();

  constructor(parts: TicketWaitsParts) {
    this.#parts = parts;
  }

  takeUp(standings: readonly Standing[]): void {
    for (const standing of standings) this.#standings.set(tradeThread(standing), standing);
  }

  unsettled(): readonly Standing[] {
    return [...this.#standings.values()];
  }

  /** A run stands at its ticket from now on. */
  wait(thread: string, record: RunRecord): void {
    this.supersede(thread);
    this.#records.set(thread, record);
  }

  /** Another run takes the thread: what was waited for does not come any more. */
  supersede(thread: string): void {
    const record = this.#records.get(thread);
    if (record !== undefined) this.#end(thread, record, 'ended');
  }

  /** In the thread's turn, before anything else on it. */
  async settle(graph: TradeGraph, thread: string): Promise<void> {
    const standing = this.#standings.get(thread);
    this.#standings.delete(thread);
    if (standing === undefined) return;
    const waits = await graph.waitsFor(thread);
    const isStillAwaited = waits !== null && waits.decisionId === standing.awaited;
    if (waits !== null && waits.decisionId === standing.ended?.decisionId)
      await this.#resume(graph, { thread, runId: waits.runId, ended: standing.ended });
    else if (waits !== null && !isStillAwaited) await graph.forget(thread);
    this.#interruptOthers(standing, isStillAwaited ? waits.runId : null);
  }

  /** In the thread's turn. */
  async hear(graph: TradeGraph, thread: string, ended: EndedTicket): Promise<void> {
    const waits = await graph.waitsFor(thread);
    if (waits?.decisionId === ended.decisionId) await this.#resume(graph, { thread, runId: waits.runId, ended });
  }

  [Symbol.dispose](): void {
    for (const record of this.#records.values()) record[Symbol.dispose]();
    this.#records.clear();
  }

  async #resume(
    graph: TradeGraph,
    { thread, runId, ended }: { readonly thread: string; readonly runId: string; readonly ended: EndedTicket },
  ): Promise<void> {
    const record = this.#recordOf(thread, runId);
    // Where the process ended between hearing the word and keeping that it was heard, it is not said again.
    if (record?.hasHeard === true) await graph.forget(thread);
    else {
      const { nextTurn } = this.#parts;
      const word = { approvalId: ended.approvalId, outcome: ended.outcome };
      await graph.resume(word, { record: record?.run ?? silent, nextTurn, thinking: null }, thread);
    }
    if (record !== null) this.#end(thread, record.run, 'ended');
  }

  /** Null where the run is forgotten: then nobody is told, and the graph goes on all the same. */
  #recordOf(thread: string, runId: string): { readonly run: RunRecord; readonly hasHeard: boolean } | null {
    const known = this.#records.get(thread);
    if (known?.runId === runId) return { run: known, hasHeard: false };
    const kept = this.#parts.runs.run(runId);
    if (kept === null) return null;
    const elapsedMs = Math.max(0, this.#parts.wallClock.nowUtcMs() - kept.summary.startedAtUtcMs);
    const run = new RunRecord(kept.summary, this.#parts, { steps: kept.steps.length, elapsedMs });
    return { run, hasHeard: kept.steps.some(({ kind }) => kind === 'ticketEnded') };
  }

  #end(thread: string, record: RunRecord, state: AgentRunSummary['state']): void {
    if (this.#records.get(thread) === record) this.#records.delete(thread);
    this.#parts.runs.change(record.change({ state }));
    record[Symbol.dispose]();
  }

  /** Runs of before the start whose ticket nobody waits for any more. */
  #interruptOthers({ scenario, symbol }: Standing, runId: string | null): void {
    const { runs, tell } = this.#parts;
    const newest = runs.runs({ scenario, symbol, kind: 'entry', decisionId: null, before: null, limit: newestRuns });
    for (const run of newest) {
      if (run.state !== 'waiting' || run.runId === runId) continue;
      const summary = { ...run, state: 'interrupted' } as const;
      runs.change(summary);
      tell({ kind: 'runChanged', summary });
    }
  }
}

/** For a run that is forgotten. */
const silent = { step: () => undefined, elapsedMs: () => 0 };
