import { setImmediate } from 'node:timers/promises';
import { MemorySaver } from '@langchain/langgraph';
import { expect, test } from 'vitest';
import type { Scenario } from '#shared/trading/scenario.ts';
import { approvalId, decisionId } from '#shared/trading/ids.ts';
import type { EndedTicket, Standing } from '#main/ports/analyst.ts';
import { analystRig, entryQuestion, memoryRuns, type AnalystRig, type KeptRuns } from './analyst-rig.suite.ts';
import { loadGraphs } from './load-graphs.ts';
import { gatherers } from './gather/gatherers.ts';
import { tradeThread } from './thread-of.ts';

const settings = { deadlineMs: { A: 3_000, B: 3_000 }, language: 'en' } as const;

/** The end of a process in the middle of something: at its n-th node or checkpoint, whichever that is. Nothing that it does afterwards arrives. */
class Death {
  readonly #at: number;
  #moments = 0;

  constructor(at: number) {
    this.#at = at;
  }

  get moments(): number {
    return this.#moments;
  }

  get hasCome(): boolean {
    return this.#moments >= this.#at;
  }

  /** Never resolves for one who is dead. */
  async moment(): Promise<void> {
    this.#moments++;
    if (this.hasCome) await new Promise(() => undefined);
    await setImmediate();
  }
}

/** A disk, and whoever writes to it now. */
class MortalSaver extends MemorySaver {
  death = new Death(Infinity);

  override async put(...asked: Parameters<MemorySaver['put']>): ReturnType<MemorySaver['put']> {
    await this.death.moment();
    return super.put(...asked);
  }
}

/** What a process that has ended keeps nothing of. */
const untilDead = (runs: KeptRuns, death: Death): KeptRuns => {
  const ifAlive =
    <Told extends unknown[]>(tell: (...told: Told) => void) =>
    (...told: Told): void => {
      if (!death.hasCome) tell(...told);
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

/** An entry from its question to the end of its ticket. */
function live(rig: AnalystRig, question: ReturnType<typeof entryQuestion>): void {
  const { decision } = question;
  const ended = {
    decisionId: decision.decisionId,
    approvalId: approvalId('approval-1'),
    outcome: 'rejectedByTrader',
  } as const;
  rig.analyst.ask(question, () => rig.analyst.tell({ ...question, ...ended }));
}

function mortalRig(saver: MortalSaver, runs: KeptRuns, death: Death): AnalystRig {
  saver.death = death;
  return analystRig({ saver, settings, runs: untilDead(runs, death), nextTurn: () => death.moment() });
}

async function momentsOfLife(): Promise<number> {
  const death = new Death(Infinity);
  const runs = memoryRuns();
  await using rig = mortalRig(new MortalSaver(), runs, death);
  live(rig, entryQuestion());
  while (!statesIn(runs).includes('ended')) await setImmediate();
  return death.moments;
}

const moments = await momentsOfLife();

/** How the log may stand when the next process begins, whatever the checkpoint says. */
const logs = ['the question is open', 'the ticket waits', 'the ticket has ended', 'the decision is forgotten'] as const;

const cases = (['A', 'B'] as const).flatMap((scenario) =>
  logs.flatMap((log) =>
    Array.from({ length: moments }, (_, i): [Scenario, (typeof logs)[number], number] => [scenario, log, i + 1]),
  ),
);

test('an entry has a moment to end at for each of its nodes and each checkpoint', () => {
  expect(moments).toBeGreaterThan(7 + gatherers.length);
});

test.each(cases)(
  'graph of %s, %s: killed at moment %i it agrees with the log, and nothing is said twice',
  async (scenario, log, diesAt) => {
    const saver = new MortalSaver();
    const runs = memoryRuns();
    const question = entryQuestion({ scenario });
    const { decisionId: waited } = question.decision;
    const ended: EndedTicket = {
      decisionId: waited,
      approvalId: approvalId('approval-1'),
      outcome: 'rejectedByTrader',
    };
    const death = new Death(diesAt);
    const first = mortalRig(saver, runs, death);
    live(first, question);
    while (!death.hasCome) await setImmediate();
    // Nothing of it is heard any more.
    void first[Symbol.asyncDispose]();

    saver.death = new Death(Infinity);
    await using next = analystRig({ saver, runs: reopened(runs), settings });
    const standing: Standing = { ...question, awaited: null, ended: null };
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
