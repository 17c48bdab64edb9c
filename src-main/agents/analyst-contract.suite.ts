import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { assertDefined } from '#shared/base/assert.ts';
import { evidenceName } from '#shared/agent/evidence-name.ts';
import { lessonSchema } from '#shared/agent/lesson.ts';
import { agentVerdictSchema, opinionSchema } from '#shared/agent/opinion.ts';
import { proposalSchema } from '#shared/agent/proposal.ts';
import { reasoningStepSchema } from '#shared/agent/agent-run.ts';
import { approvalId } from '#shared/trading/ids.ts';
import type { Answer, Question } from '#main/ports/analyst.ts';
import {
  entryQuestion,
  governanceQuestion,
  manageQuestion,
  reflectionQuestion,
  type AnalystRig,
} from './analyst-rig.suite.ts';

/** What an analyst may be late by (`ports/analyst.ts`); here on a machine that does other things as well. */
const graceMs = 400;

const questions: readonly (() => Question)[] = [
  ...[() => entryQuestion(), () => entryQuestion({ scenario: 'A' })],
  ...[() => manageQuestion(), () => reflectionQuestion(), () => governanceQuestion()],
];

/** What every analyst keeps, whatever stands behind it: one answer of the kind that was asked for, in time, and a record of it that can be read. */
export function testAnalystContract(name: string, makeRig: () => Promise<AnalystRig>, deadlineMs: number): void {
  test.each(questions.map((make) => [make().kind, make().scenario, make] as const))(
    `${name}: a question about %s of %s is answered once, in time, by its kind`,
    async (_kind, _scenario, make) => {
      await using rig = await makeRig();
      const question = make();
      const startedMs = performance.now();
      const answer = await rig.ask(question);
      expect(performance.now() - startedMs).toBeLessThan(deadlineMs + graceMs);
      expectAnswerTo(question, answer);
      await wait(20);
      expect(rig.answersTo(question)).toBe(1);
      expectWholeRecord(rig);
    },
  );

  test(`${name}: twenty setups at once are all answered, each once`, async () => {
    await using rig = await makeRig();
    const asked = Array.from({ length: 20 }, (_, i) => entryQuestion({ symbol: `SYMBOL${i}` }));
    const startedMs = performance.now();
    const answers = await Promise.all(asked.map((question) => rig.ask(question)));
    expect(performance.now() - startedMs).toBeLessThan(deadlineMs + 2 * graceMs);
    expect(answers).toHaveLength(asked.length);
    for (const [i, answer] of answers.entries()) {
      const question = assertDefined(asked[i], 'each was asked');
      expectAnswerTo(question, answer);
      expect(rig.answersTo(question)).toBe(1);
    }
    expectWholeRecord(rig);
  });

  test(`${name}: words for tickets that nobody waits for, and for those that are waited for twice, do nothing more`, async () => {
    await using rig = await makeRig();
    const question = entryQuestion();
    const told = { ...question, decisionId: question.decision.decisionId, approvalId: approvalId('approval-1') };
    rig.analyst.tell({ ...told, outcome: 'expired' });
    expectAnswerTo(question, await rig.ask(question));
    rig.analyst.tell({ ...told, outcome: 'approved' });
    rig.analyst.tell({ ...told, outcome: 'approved' });
    expectAnswerTo(question, await rig.ask(question));
    expect(rig.answersTo(question)).toBe(2);
  });

  test(`${name}: once it has ended it answers nobody and leaves no timer`, async () => {
    const rig = await makeRig();
    const question = entryQuestion();
    const asked = rig.ask(question);
    await rig[Symbol.asyncDispose]();
    rig.analyst.ask(entryQuestion(), () => expect.unreachable('the analyst has ended'));
    const left = await Promise.race([asked.then(() => 'answered'), wait(50).then(() => 'silent')]);
    expect(left).toBe('silent');
  });
}

function expectAnswerTo(question: Question, answer: Answer): void {
  switch (question.kind) {
    case 'entry':
      expect(answer.kind).toBe('opinion');
      if (answer.kind === 'opinion') expect(opinionSchema.safeParse(answer.opinion).error).toBeUndefined();
      return;
    case 'manage':
      expect(answer.kind).toBe('proposal');
      if (answer.kind === 'proposal')
        expect(proposalSchema.nullable().safeParse(answer.proposal).error).toBeUndefined();
      return;
    case 'reflection':
      expect(answer.kind).toBe('lesson');
      if (answer.kind === 'lesson') expect(lessonSchema.safeParse(answer.lesson).error).toBeUndefined();
      return;
    case 'governance':
      expect(answer.kind).toBe('explanation');
      if (answer.kind === 'explanation') expect(agentVerdictSchema.safeParse(answer.verdict).error).toBeUndefined();
  }
}

/** Steps without holes, each by the contract, and a run that does not run any more. */
function expectWholeRecord(rig: AnalystRig): void {
  const runs = rig.runs.runs({ scenario: null, symbol: null, kind: null, decisionId: null, before: null, limit: 100 });
  for (const { runId, state, mode } of runs) {
    expect(state).not.toBe('running');
    expect(mode).not.toBeNull();
    const steps = rig.runs.stepsOf(runId);
    expect(steps.map(({ sequence }) => sequence)).toEqual(steps.map((_, i) => i + 1));
    for (const step of steps) expect(reasoningStepSchema.safeParse(step).error).toBeUndefined();
    const shown = steps.flatMap((step) => (step.kind === 'toolCalled' ? step.evidence : []));
    expect(shown.filter(({ evidenceId }) => evidenceName(evidenceId) === null)).toEqual([]);
    expect(steps.filter(({ kind }) => kind === 'concluded')).toHaveLength(1);
    expect(rig.runs.inputs.has(runId)).toBe(true);
  }
}
