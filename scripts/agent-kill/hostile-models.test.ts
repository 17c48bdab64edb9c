import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { AgentRun } from '#shared/agent/agent-run.ts';
import { assert, assertDefined } from '#shared/base/assert.ts';
import type { FaultCode } from '#shared/base/fault-codes.ts';
import type { OpenApproval } from '#shared/contract/cockpit-snapshot.ts';
import type { ContractClient } from '#shared/contract/contract-client.ts';
import type { Scenario } from '#shared/trading/scenario.ts';
import { groundedScript } from '#main/testkit/scripted-ollama/grounded-script.ts';
import {
  modelFaultCodes,
  modelFaults,
  modelSlips,
  type ModelFault,
} from '#main/testkit/scripted-ollama/model-faults.ts';
import type { ModelScript } from '#main/testkit/scripted-ollama/model-script.ts';
import { askEngine } from '#main/wiring/ask-engine.ts';
import { AgentWorld } from './agent-world.ts';

/** Of a whole run. What waits for ever costs all of it; what fails at once costs nothing of it, and is not to be taken for the other on a busy machine. */
const deadlines = { waiting: 8_000, atOnce: 10_000 } as const;

type Pace = keyof typeof deadlines;

const paceOf = (fault: ModelFault): Pace => (modelFaultCodes[fault] === 'MODEL_TIMEOUT' ? 'waiting' : 'atOnce');

/** What the engine waits for an analyst beyond its deadline, and a turn of a busy loop. */
const graceMs = 1_000;
const turnMs = 500;

const [first, second] = ['gpt-oss:120b-cloud', 'deepseek-v3.1:671b-cloud'];

/** Generous: processes of several engines start beside each other, and beside other tests. */
const timeout = 600_000;
const ticketMs = 180_000;

const warmUpMax = 10;

const good = groundedScript();

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

  /** The first tickets of an engine may come before its models are known, one after the other: then others speak, and that is no fault of anybody. */
  async warmUp(): Promise<void> {
    let open = await this.nextTicket();
    for (let times = 0; open.opinion?.verdicts[0]?.model !== second; times++) {
      assert(times < warmUpMax, 'models that answer are asked');
      open = await this.ticketUnder(firstRungFails(modelFaults.serverError));
    }
  }

  async nextTicket(): Promise<OpenApproval> {
    const endsAtMs = performance.now() + ticketMs;
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

  async stepsOf({ opinion }: OpenApproval): Promise<AgentRun['steps']> {
    const { steps } = await this.ask((client) => client.agents.run({ runId: opinion?.runId ?? '' }));
    return steps;
  }
}

async function atDesk(scenario: Scenario, pace: Pace, work: (desk: Desk) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ats-hostile-models-'));
  const deadlineMs = deadlines[pace];
  await using world = await AgentWorld.create({
    ...{ folder, scenario, seed: 7, script: good, plant: 'untiring' },
    agents: { deadlineMs: { A: deadlineMs, B: deadlineMs } },
  });
  world.startTerminal();
  world.startEngine();
  const desk = new Desk(world);
  await desk.warmUp();
  await work(desk);
  const { runs } = await desk.ask(async (client) => ({ runs: await client.agents.runs({ limit: 200 }) }));
  expect(runs.filter(({ state }) => state === 'running')).toEqual([]);
  expect(world.complaints().join('\n')).not.toMatch(/ERROR|Error:/);
}

/** Only the first model, and only for the agent that speaks first. */
const firstRungFails =
  (fault: ModelScript): ModelScript =>
  (call) =>
    call.model === first && isOfSignal(call) ? fault(call) : good(call);

/** Every model, for every agent. */
const allRungsFail =
  (fault: ModelScript): ModelScript =>
  (call) =>
    call.isProbe ? good(call) : fault(call);

const isOfSignal: (call: Parameters<ModelScript>[0]) => boolean = ({ isProbe, messages }) =>
  !isProbe && messages.some(({ role, content }) => role === 'system' && content.includes('You are the signal agent'));

/** Who was passed on the way to the signal agent's words, and why. */
const fallsOfSignal = (steps: AgentRun['steps']): readonly unknown[] =>
  steps.flatMap((step) =>
    step.kind === 'fellBack' && step.agent === 'signal' ? [[step.model, step.to, step.fault.code]] : [],
  );

const faultsOf = (pace: Pace): readonly (readonly [ModelFault, ModelScript])[] =>
  (Object.entries(modelFaults) as readonly (readonly [ModelFault, ModelScript])[]).filter(
    ([name]) => paceOf(name) === pace,
  );

function inTime(desk: Desk, open: OpenApproval, { name, pace }: Pick<Met, 'name' | 'pace'>): void {
  expect(desk.waitedMs(open), name).toBeLessThan(deadlines[pace] + graceMs + turnMs);
}

async function isByNextModel(desk: Desk, open: OpenApproval, met: Met): Promise<void> {
  const { name, code } = met;
  inTime(desk, open, met);
  expect(open.opinion, name).toMatchObject({ mode: 'model', verdict: 'confirm', isGrounded: true });
  expect(open.opinion?.verdicts[0], name).toMatchObject({ agent: 'signal', model: second });
  expect(fallsOfSignal(await desk.stepsOf(open)), name).toEqual([[first, second, code]]);
}

async function isByRules(desk: Desk, open: OpenApproval, met: Met): Promise<void> {
  const { name, code, pace } = met;
  inTime(desk, open, met);
  expect(open.opinion, name).toMatchObject({ mode: 'rulesOnly', verdict: 'confirm', rank: 50 });
  const steps = await desk.stepsOf(open);
  expect(fallsOfSignal(steps), name).toEqual([
    [first, second, code],
    [second, null, code],
  ]);
  // A model that takes all the time there is may leave none for the graph to come to its end.
  const left = steps.flatMap((step) => (step.kind === 'failed' ? [step.fault.code] : []));
  expect(pace === 'waiting' ? left.filter((it) => it !== 'AGENT_RUN_CANCELLED') : left, name).toEqual([]);
}

const table = (['A', 'B'] as const).flatMap((scenario) =>
  (['atOnce', 'waiting'] as const).map((pace): readonly [Scenario, Pace] => [scenario, pace]),
);

/** On a running engine; the graphs by themselves are in `src-main/agents/analyst-under-faults.test.ts`. */
test.concurrent.each(table)(
  'where models of %s fail (%s) a ticket comes in time by the next one, and by the rules where there is none',
  { timeout },
  async (scenario, pace) => {
    await atDesk(scenario, pace, async (desk) => {
      for (const [name, fault] of faultsOf(pace)) {
        const met = { name, pace, code: modelFaultCodes[name] };
        await isByNextModel(desk, await desk.ticketUnder(firstRungFails(fault)), met);
        await isByRules(desk, await desk.ticketUnder(allRungsFail(fault)), met);
      }
      for (const [name, slip] of Object.entries(pace === 'atOnce' ? modelSlips : {})) {
        const open = await desk.ticketUnder(firstRungFails(slip));
        inTime(desk, open, { name, pace });
        expect(open.opinion, name).toMatchObject({ mode: 'model', isGrounded: name !== 'ungroundedNumbers' });
        if (name === 'ungroundedNumbers') expect(open.opinion?.rank).toBeLessThanOrEqual(50);
      }
      await desk.world.models.refuse();
      await isByRules(desk, await desk.ticketUnder(good), { name: 'refused', pace, code: 'MODEL_UNREACHABLE' });
    });
  },
);

/** A fault, and what the rung that meets it is passed for. */
interface Met {
  readonly name: string;
  readonly pace: Pace;
  readonly code: FaultCode;
}
