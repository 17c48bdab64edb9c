import { setImmediate } from 'node:timers/promises';
import { MemorySaver } from '@langchain/langgraph';
import { expect, test } from 'vitest';
import type { Scenario } from '#shared/trading/scenario.ts';
import { approvalId, decisionId } from '#shared/trading/ids.ts';
import type { EndedTicket, Standing } from '#main/ports/analyst.ts';
import { analystRig, entryQuestion, memoryRuns, type KeptRuns } from './analyst-rig.suite.ts';
import { loadGraphs } from './load-graphs.ts';
import { gatherers } from './gather/gatherers.ts';
import { tradeThread } from './thread-of.ts';

const settings = { deadlineMs: { A: 3_000, B: 3_000 }, language: 'en' } as const;

/** A disk whose process ends in the middle of a write: nothing after it arrives until another process takes it up. */
class MortalSaver extends MemorySaver {
  puts = 0;
  #diesAt: number;
  #isDead = false;
  #hasDied = false;

  constructor(diesAt: number) {
    super();
    this.#diesAt = diesAt;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** Once, whoever writes now. */
  get hasDied(): boolean {
    return this.#hasDied;
  }

  revive(): void {
    this.#isDead = false;
    this.#diesAt = Infinity;
  }

  override put(...asked: Parameters<MemorySaver['put']>): ReturnType<MemorySaver['put']> {
    if (++this.puts === this.#diesAt) this.#isDead = this.#hasDied = true;
    return this.#isDead ? new Promise(() => undefined) : super.put(...asked);
  }

  override putWrites(...asked: Parameters<MemorySaver['putWrites']>): ReturnType<MemorySaver['putWrites']> {
    return this.#isDead ? new Promise(() => undefined) : super.putWrites(...asked);
  }
}

/** What a process that has ended keeps nothing of. */
const untilDead = (runs: KeptRuns, saver: MortalSaver): KeptRuns => {
  const ifAlive =
    <Told extends unknown[]>(tell: (...told: Told) => void) =>
    (...told: Told): void => {
      if (!saver.hasDied) tell(...told);
    };
  return {
    ...runs,
    begin: ifAlive(runs.begin),
    addStep: ifAlive(runs.addStep),
    addExchange: ifAlive(runs.addExchange),
    end: ifAlive(runs.end),
    change: ifAlive(runs.change),
  };
};

/** A process that begins: what was under way is interrupted, as the store has it. */
function reopened(runs: KeptRuns): KeptRuns {
  const all = runs.runs({ scenario: null, symbol: null, kind: null, decisionId: null, before: null, limit: 100 });
  for (const run of all) if (run.state === 'running') runs.change({ ...run, state: 'interrupted' });
  return runs;
}

const statesIn = (runs: KeptRuns): readonly string[] =>
  runs
    .runs({ scenario: null, symbol: null, kind: null, decisionId: null, before: null, limit: 100 })
    .map(({ state }) => state);

/** As many checkpoints as an entry leaves, from the question to the end of its ticket. */
async function putsUndisturbed(): Promise<number> {
  const saver = new MortalSaver(Infinity);
  await using rig = analystRig({ saver, settings });
  const question = entryQuestion();
  await rig.ask(question);
  rig.analyst.tell({ ...question, decisionId: question.decision.decisionId, approvalId: null, outcome: 'denied' });
  await rig.settled();
  return saver.puts;
}

const puts = await putsUndisturbed();

/** How the log may stand when the next process begins, whatever the checkpoint says. */
const logs = ['the question is open', 'the ticket waits', 'the ticket has ended', 'the decision is forgotten'] as const;

const cases = (['A', 'B'] as const).flatMap((scenario) =>
  logs.flatMap((log) =>
    Array.from({ length: puts }, (_, i): [Scenario, (typeof logs)[number], number] => [scenario, log, i + 1]),
  ),
);

test('an entry leaves a checkpoint at each of its boundaries', () => {
  expect(puts).toBeGreaterThanOrEqual(8);
});

test.each(cases)(
  'graph of %s, %s: killed at checkpoint %i it agrees with the log, and nothing is said twice',
  async (scenario, log, diesAt) => {
    const saver = new MortalSaver(diesAt);
    const runs = memoryRuns();
    const question = entryQuestion({ scenario });
    const ended: EndedTicket = {
      decisionId: question.decision.decisionId,
      approvalId: approvalId('approval-1'),
      outcome: 'rejectedByTrader',
    };
    const first = analystRig({ saver, runs: untilDead(runs, saver), settings });
    first.analyst.ask(question, () => first.analyst.tell({ ...question, ...ended }));
    while (!saver.isDead) await setImmediate();
    // Nothing of it is heard any more.
    void first[Symbol.asyncDispose]();

    saver.revive();
    await using next = analystRig({ saver, runs: reopened(runs), settings });
    const standing: Standing = { ...question, awaited: null, ended: null };
    const { decisionId: waited } = ended;
    if (log === 'the question is open') next.analyst.takeUp([standing]);
    if (log === 'the ticket waits') next.analyst.takeUp([{ ...standing, awaited: waited }]);
    if (log === 'the ticket has ended') next.analyst.takeUp([{ ...standing, ended }]);
    if (log === 'the decision is forgotten')
      next.analyst.takeUp([{ ...standing, ended: { ...ended, decisionId: decisionId('newer') } }]);
    await next.analyst.warm();
    await next.settled();

    if (log === 'the question is open') await next.ask(question);
    if (log === 'the question is open' || log === 'the ticket waits') next.analyst.tell({ ...question, ...ended });
    await next.settled();
    const graphs = await loadGraphs(
      gatherers.map(({ name }) => name),
      () => Promise.resolve(saver),
    );
    expect(await graphs.kept[scenario].waitsFor(tradeThread(question))).toBeNull();
    expect(statesIn(runs).filter((state) => state === 'waiting' || state === 'running')).toEqual([]);
    for (const { runId } of runs.runs({
      scenario,
      symbol: null,
      kind: null,
      decisionId: null,
      before: null,
      limit: 9,
    })) {
      const kinds = runs.stepsOf(runId).map(({ kind }) => kind);
      expect(kinds.filter((kind) => kind === 'ticketEnded').length).toBeLessThanOrEqual(1);
      expect(kinds.filter((kind) => kind === 'concluded').length).toBeLessThanOrEqual(1);
    }
    const again = await next.ask(entryQuestion({ scenario, decisionId: decisionId('decision-2') }));
    expect(again).toMatchObject({ kind: 'opinion', opinion: { decisionId: 'decision-2' } });
    expect(statesIn(runs).filter((state) => state === 'waiting')).toHaveLength(1);
  },
);
