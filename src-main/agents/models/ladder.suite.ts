import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import type { Evidence } from '#shared/agent/evidence.ts';
import type { AgentName } from '#shared/agent/opinion.ts';
import type { ReasoningStepBody } from '#shared/agent/agent-run.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import type { ModelExchange } from '#main/ports/agent-runs.ts';
import type { Timers } from '#main/ports/timers.ts';
import { realTime } from '#main/testkit/real-time.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import type { AgentTool, Reading } from '../agent-tool.ts';
import type { ModelWish } from '../model-ladder.ts';
import { createPrompts, evidenceLines } from '../prompts/create-prompts.ts';
import { verdictReplySchema, type VerdictReply } from '../prompts/reply-schemas.ts';
import type { RunLog } from '../run-log.ts';
import { wordsFromOutside } from '../words-from-outside.ts';
import { createModelLadder, type LadderWish, type OllamaLadder } from './create-model-ladder.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

export const sampleModels = ['gpt-oss:120b-cloud', 'deepseek-v3.1:671b-cloud', 'llama3.2:3b'] as const;

export const sampleEvidence: readonly [Evidence] = [
  {
    ...{ evidenceId: 'filter:rvol', source: 'filter', label: 'relative volume', value: 1.42, unit: 'ratio' },
    ...{ asOfUtcMs: utcMs(0), recordId: null },
  },
];

export interface SampleRun extends RunLog, Disposable {
  readonly steps: ReasoningStepBody[];
  readonly exchanges: ModelExchange[];
  readonly heard: { readonly model: string; readonly text: string; readonly isThinking: boolean }[];
  readonly abort: () => void;
}

/** A run of a given length on the machine's own clock, which keeps what it is told. */
export function sampleRun(deadlineMs: number): SampleRun {
  const startedMs = realTime.monotonicClock.nowMs();
  const aborting = new AbortController();
  const timer = setTimeout(() => aborting.abort(), deadlineMs);
  const run = { steps: [], exchanges: [], heard: [] } as Pick<SampleRun, 'steps' | 'exchanges' | 'heard'>;
  return {
    ...run,
    runId: 'entry:sample@1',
    step: (body) => void run.steps.push(body),
    words: ({ agent: _, ...words }) => void run.heard.push(words),
    exchange: (exchange) => void run.exchanges.push({ ...exchange, sequence: run.exchanges.length + 1 }),
    remainingMs: () => Math.max(0, startedMs + deadlineMs - realTime.monotonicClock.nowMs()),
    signal: aborting.signal,
    abort: () => aborting.abort(),
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}

/** The machine's timers, counted: zero where none was left behind. */
export function countedTimers(): Timers & { readonly pending: () => number } {
  let pending = 0;
  return {
    pending: () => pending,
    every: realTime.timers.every,
    after: (delay, run) => {
      pending++;
      let isOver = false;
      const end = (): void => {
        if (!isOver) pending--;
        isOver = true;
      };
      const timer = realTime.timers.after(delay, () => {
        end();
        run();
      });
      return {
        [Symbol.dispose]: () => {
          timer[Symbol.dispose]();
          end();
        },
      };
    },
  };
}

export const ladderWish = (url: string, wish: Partial<LadderWish> = {}): LadderWish => ({
  url,
  models: sampleModels,
  stepsMax: 2,
  replyTokensMax: 512,
  fetch,
  digest: sha256,
  timers: realTime.timers,
  monotonicClock: realTime.monotonicClock,
  logger: createRecordingLogger().logger,
  ...wish,
});

export const ladderAt = (url: string, wish: Partial<LadderWish> = {}): OllamaLadder =>
  createModelLadder(ladderWish(url, wish));

/** The question of the signal agent, asked in the words that are asked with. */
export function sampleWish(
  run: RunLog,
  { agent = 'signal', tools = [] }: { readonly agent?: AgentName; readonly tools?: readonly AgentTool[] } = {},
): ModelWish<VerdictReply> {
  const prompt = createPrompts(sha256).fill('signal.intraday', {
    language: 'en',
    subject: wordsFromOutside({ what: 'the decision', text: 'buy XAUUSD' }),
    evidence: wordsFromOutside({ what: 'evidence', text: evidenceLines(sampleEvidence) }),
    said: '',
  });
  return { agent, prompt, schema: verdictReplySchema, tools, run };
}

export interface SampleTool extends AgentTool {
  /** What it was asked, past its schema. */
  readonly asked: unknown[];
}

export const lookedUp: Evidence = { ...sampleEvidence[0], evidenceId: 'bar:close', value: 2345.6 };

export function sampleTool(answer: Result<Reading, Fault> | null = null): SampleTool {
  const asked: unknown[] = [];
  return {
    name: 'bars',
    description: 'The newest closed bars.',
    schema: z.object({ symbol: z.string().max(12).default('XAUUSD') }),
    asked,
    read: (wish) => {
      asked.push(wish);
      return Promise.resolve(answer ?? ok({ evidence: [lookedUp], similar: null, lessons: [] }));
    },
  };
}
