import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { assert, assertDefined } from '#shared/base/assert.ts';
import type { OpenApproval } from '#shared/contract/cockpit-snapshot.ts';
import type { ContractClient } from '#shared/contract/contract-client.ts';
import type { Scenario } from '#shared/trading/scenario.ts';
import { groundedScript } from '#main/testkit/scripted-ollama/grounded-script.ts';
import { modelFaults, modelSlips } from '#main/testkit/scripted-ollama/model-faults.ts';
import type { ModelScript } from '#main/testkit/scripted-ollama/model-script.ts';
import { askEngine } from '#main/wiring/ask-engine.ts';
import { AgentWorld } from './agent-world.ts';

/** Of a whole run. Short, so that what hangs costs little; long enough for three agents, of which the first loses a rung's share. */
const deadlineMs = 2_500;

/** What the engine waits for an analyst beyond its deadline, and a turn of a busy loop. */
const graceMs = 1_000;
const turnMs = 500;

const [first, second] = ['gpt-oss:120b-cloud', 'deepseek-v3.1:671b-cloud'];

const timeout = 600_000;

/** What no model is left after, one of each kind; all of them at the graphs themselves are in `src-main/agents/analyst-under-faults.test.ts`. */
const ofEachKind = ['hang', 'slowDrip', 'serverError', 'invalidJson', 'endlessThinking', 'endlessToolCalls'] as const;

const scenarios: readonly Scenario[] = ['A', 'B'];

const good = groundedScript();

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ats-hostile-models-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** An engine that runs, and whoever answers its tickets with no. */
class Desk {
  readonly world: AgentWorld;
  #rejected: string | null = null;

  constructor(world: AgentWorld) {
    this.world = world;
  }

  /** The models answer so from now on; the ticket of the next setup, or of the first. */
  async ticketUnder(script: ModelScript): Promise<OpenApproval> {
    this.world.models.play(script);
    await this.#rejectOpen();
    return this.nextTicket();
  }

  async nextTicket(): Promise<OpenApproval> {
    const endsAtMs = performance.now() + 60_000;
    for (;;) {
      const asked = await askEngine(this.world.dataFolder, (client) => client.cockpit.snapshot());
      const open = asked.ok ? asked.value?.approvals[0] : undefined;
      if (open !== undefined && open.ticket.approvalId !== this.#rejected) return open;
      assert(performance.now() < endsAtMs, () => `no ticket comes: ${JSON.stringify(asked).slice(0, 2_000)}`);
      await sleep(25);
    }
  }

  async #rejectOpen(): Promise<void> {
    const shown = await this.ask((client) => client.cockpit.snapshot());
    const [open] = shown.approvals;
    if (open === undefined) return;
    const { approvalId } = open.ticket;
    await this.ask((client) => client.approval.reject({ approvalId, reason: 'The next one, please.' }));
    this.#rejected = approvalId;
  }

  async ask<T>(question: (client: ContractClient) => Promise<T>): Promise<T> {
    const answer = await askEngine(this.world.dataFolder, question);
    assert(answer.ok && answer.value !== null, () => JSON.stringify(answer));
    return answer.value;
  }

  /** From the question to its ticket, by the engine's own clock. */
  waitedMs({ ticket }: OpenApproval): number {
    const db = new Database(path.join(this.world.dataFolder, 'ledger.db'), { readonly: true });
    try {
      const row = db
        .prepare<[string, string], { readonly ms: number }>(
          `SELECT (SELECT received_at_utc_ms FROM events WHERE kind = 'approvalOpened'
              AND json_extract(body, '$.ticket.approvalId') = ?) - max(received_at_utc_ms) AS ms
            FROM events WHERE kind = 'opinionAsked' AND json_extract(body, '$.decisionId') = ?`,
        )
        .get(ticket.approvalId, ticket.intent.decisionId);
      return assertDefined(row, 'a question was asked').ms;
    } finally {
      db.close();
    }
  }

  /** Nothing that a fault did is kept by the ladder: a rung that failed is not spared. */
  async restartEngine(): Promise<void> {
    await this.world.killEngine();
    this.world.models.play(good);
    this.world.startEngine();
    const endsAtMs = performance.now() + 60_000;
    for (;;) {
      const asked = await askEngine(this.world.dataFolder, (client) => client.cockpit.snapshot());
      if (asked.ok && asked.value?.tradingState.state === 'active') return;
      assert(performance.now() < endsAtMs, 'the engine comes up again');
      await sleep(50);
    }
  }
}

async function atDesk(scenario: Scenario, work: (desk: Desk) => Promise<void>): Promise<void> {
  await using world = await AgentWorld.create({
    ...{ folder: path.join(folder, scenario), scenario, seed: 7, script: good },
    agents: { deadlineMs: { A: deadlineMs, B: deadlineMs } },
  });
  world.startTerminal();
  world.startEngine();
  const desk = new Desk(world);
  const { opinion } = await desk.nextTicket();
  expect(opinion).toMatchObject({ mode: 'model', verdict: 'confirm' });
  await work(desk);
}

/** Only the first model, and only for the agent that speaks first. */
const firstRungFails =
  (fault: ModelScript): ModelScript =>
  (call) =>
    call.model === first && isOfSignal(call) ? fault(call) : good(call);

const isOfSignal: (call: Parameters<ModelScript>[0]) => boolean = ({ isProbe, messages }) =>
  !isProbe && messages.some(({ role, content }) => role === 'system' && content.includes('You are the signal agent'));

describe.each(scenarios)('an engine whose agents of %s ask models that fail', (scenario) => {
  test('has a ticket in time from the next model, whatever the first one does wrong', { timeout }, async () => {
    await atDesk(scenario, async (desk) => {
      for (const [name, fault] of Object.entries(modelFaults)) {
        const open = await desk.ticketUnder(firstRungFails(fault));
        expect(desk.waitedMs(open), name).toBeLessThan(deadlineMs + graceMs + turnMs);
        expect(open.opinion, name).toMatchObject({ scenario, mode: 'model', verdict: 'confirm', isGrounded: true });
        expect(open.opinion?.verdicts[0], name).toMatchObject({ agent: 'signal', model: second });
        const { steps } = await desk.ask((client) => client.agents.run({ runId: open.opinion?.runId ?? '' }));
        const fell = steps.find(({ kind }) => kind === 'fellBack');
        expect(fell, name).toMatchObject({ agent: 'signal', model: first, to: second });
      }
      for (const [name, slip] of Object.entries(modelSlips)) {
        const open = await desk.ticketUnder(firstRungFails(slip));
        expect(desk.waitedMs(open), name).toBeLessThan(deadlineMs + graceMs + turnMs);
        expect(open.opinion, name).toMatchObject({ mode: 'model', isGrounded: name !== 'ungroundedNumbers' });
        if (name === 'ungroundedNumbers') expect(open.opinion?.rank).toBeLessThanOrEqual(50);
      }
    });
  });

  test('has a ticket in time by the rules alone, whatever all of them do wrong', { timeout }, async () => {
    await atDesk(scenario, async (desk) => {
      const isByRules = async (open: OpenApproval, name: string): Promise<void> => {
        expect(desk.waitedMs(open), name).toBeLessThan(deadlineMs + graceMs + turnMs);
        expect(open.opinion, name).toMatchObject({ scenario, mode: 'rulesOnly', verdict: 'confirm', rank: 50 });
        const { steps } = await desk.ask((client) => client.agents.run({ runId: open.opinion?.runId ?? '' }));
        expect(
          steps.some(({ kind }) => kind === 'fellBack'),
          name,
        ).toBe(true);
      };
      for (const name of ofEachKind) {
        const fault: ModelScript = modelFaults[name];
        await isByRules(await desk.ticketUnder((call) => (call.isProbe ? good(call) : fault(call))), name);
        await desk.restartEngine();
      }
      await desk.world.models.refuse();
      await isByRules(await desk.ticketUnder(good), 'refused');
      await desk.world.models.accept();
      const { runs } = await desk.ask(async (client) => ({ runs: await client.agents.runs({ limit: 200 }) }));
      expect(runs.filter(({ state }) => state === 'running')).toEqual([]);
    });
  });
});
