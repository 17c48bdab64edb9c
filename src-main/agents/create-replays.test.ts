import { expect, test } from 'vitest';
import { decisionId } from '#shared/trading/ids.ts';
import type { ReplayReport } from '#shared/contract/agents.ts';
import type { AgentReplays } from '#main/ports/agent-runs.ts';
import type { Question } from '#main/ports/analyst.ts';
import { realTime } from '#main/testkit/real-time.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { groundedScript } from '#main/testkit/scripted-ollama/grounded-script.ts';
import { modelSlips } from '#main/testkit/scripted-ollama/model-faults.ts';
import type { ModelScript } from '#main/testkit/scripted-ollama/model-script.ts';
import {
  analystRig,
  entryQuestion,
  governanceQuestion,
  manageQuestion,
  reflectionQuestion,
  sampleSources,
  scriptedRig,
  type AnalystRig,
} from './analyst-rig.suite.ts';
import { createReplays } from './create-replays.ts';
import type { ModelLadder } from './model-ladder.ts';
import { sha256 } from './models/ladder.suite.ts';

const never = new AbortController().signal;

const replaysOf = (rig: AnalystRig, ladder: ModelLadder | null = null): AgentReplays =>
  createReplays({
    ...realTime,
    ...{ runs: rig.runs, ladder, sources: sampleSources(), digest: sha256 },
    nextTurn: () => Promise.resolve(),
    logger: createRecordingLogger().logger,
  });

const newestRun = (rig: AnalystRig): string =>
  rig.runs.runs({ scenario: null, symbol: null, kind: null, decisionId: null, before: null, limit: 1 })[0]?.runId ?? '';

async function played(replays: AgentReplays, runId: string, source: ReplayReport['source']): Promise<ReplayReport> {
  const report = await replays.replay(runId, source, never);
  if (!report.ok) return expect.unreachable(report.error.message);
  return report.value;
}

const questions: readonly (readonly [string, () => Question])[] = [
  ['an entry', () => entryQuestion()],
  ['an intraday entry', () => entryQuestion({ scenario: 'A', decisionId: decisionId('decision-a') })],
  ['a position', () => manageQuestion()],
  ['a closed trade', () => reflectionQuestion()],
  ['the governance', () => governanceQuestion()],
];

test.each(questions.filter(([name]) => name !== 'a position'))(
  'a run of rules on %s is played again the same',
  async (_, make) => {
    await using rig = analystRig();
    await rig.ask(make());
    const report = await played(replaysOf(rig), newestRun(rig), 'recording');
    expect(report).toMatchObject({ isSame: true, differences: [] });
    expect(report.replayed).toEqual(report.recorded);
  },
);

const lookUp = groundedScript({
  verdict: 'veto',
  toolCalls: [{ name: 'lessons', arguments: {} }],
  action: { kind: 'closePart', ratio: 0.5 },
});

test.each(questions)('a run of models on %s is answered from its recording, and comes to the same', async (_, make) => {
  await using rig = await scriptedRig(lookUp);
  const answer = await rig.ask(make());
  const runId = newestRun(rig);
  const exchanges = rig.runs.recorded(runId)?.exchanges ?? [];
  expect(exchanges.length).toBeGreaterThan(0);
  const asked = rig.server.chats.length;
  const report = await played(replaysOf(rig), runId, 'recording');
  expect(report).toMatchObject({ isSame: true, differences: [] });
  expect(rig.server.chats).toHaveLength(asked);
  if (answer.kind === 'opinion') expect(report.replayed).toMatchObject({ opinion: { verdict: 'veto', mode: 'model' } });
});

test.each<readonly [string, ModelScript]>([
  [
    'a fallback',
    (call) => (call.model.startsWith('gpt') && !call.isProbe ? { kind: 'reset' } : groundedScript()(call)),
  ],
  ['ungrounded words', (call) => (call.isProbe ? groundedScript()(call) : modelSlips.ungroundedNumbers(call))],
  [
    'models that all fail',
    (call) => (call.isProbe ? groundedScript()(call) : { kind: 'status', status: 500, body: '' }),
  ],
])('%s is played again the same', async (_, script) => {
  await using rig = await scriptedRig(script);
  await rig.ask(entryQuestion());
  expect(await played(replaysOf(rig), newestRun(rig), 'recording')).toMatchObject({ isSame: true, differences: [] });
});

test('a model that is asked again may say something else, which is shown by path', async () => {
  await using rig = await scriptedRig(groundedScript({ verdict: 'confirm', confidence: 0.5 }));
  await rig.ask(entryQuestion());
  await using other = await scriptedRig(groundedScript({ verdict: 'veto', confidence: 0.5 }));
  const report = await played(replaysOf(rig, other.ladder), newestRun(rig), 'model');
  expect(report.isSame).toBe(false);
  expect(report.differences).toContainEqual({ path: 'opinion.verdict', recorded: 'confirm', replayed: 'veto' });
  expect(report.differences).toContainEqual({ path: 'verdicts.0.verdict', recorded: 'confirm', replayed: 'veto' });
});

test('a replay leaves nothing behind and tells nobody', async () => {
  await using rig = await scriptedRig(groundedScript());
  await rig.ask(entryQuestion());
  const runId = newestRun(rig);
  const before = { run: rig.runs.run(runId), news: rig.news.length };
  await played(replaysOf(rig), runId, 'recording');
  expect({ run: rig.runs.run(runId), news: rig.news.length }).toEqual(before);
});

test('a run that nobody knows, models that nobody asks, and a replay that is given up are refused', async () => {
  await using rig = analystRig();
  await rig.ask(entryQuestion());
  const replays = replaysOf(rig);
  const codeOf = async (...asked: Parameters<AgentReplays['replay']>): Promise<string> => {
    const report = await replays.replay(...asked);
    return report.ok ? 'ok' : report.error.code;
  };
  expect(await codeOf('entry:none@1', 'recording', never)).toBe('AGENT_RUN_UNKNOWN');
  expect(await codeOf(newestRun(rig), 'model', never)).toBe('MODEL_UNKNOWN');
  expect(await codeOf(newestRun(rig), 'recording', AbortSignal.abort())).toBe('AGENT_RUN_CANCELLED');
});
