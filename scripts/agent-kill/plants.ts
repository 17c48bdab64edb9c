import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** One line of the engine's source, and what stands there instead. */
interface Change {
  /** Of the tree. */
  readonly file: string;
  readonly line: string;
  readonly planted: string;
}

/**
 * Faults that an engine could have. None of them exists in the product: they are written into its source while a process loads it, and nowhere else. Each
 * has to turn the verdict red, or its green would show nothing.
 */
const plants = {
  /** At a start, the order of the newest approval is sent again. */
  resend: [
    {
      file: 'src-main/engine/open-session.ts',
      line: '  askOpenQuestions(step);\n',
      planted: `  askOpenQuestions(step);
  for (const { ticket, outcome } of step.state.endedApprovals.slice(0, 1)) {
    const { approvalId, parameters, intent: { intentId, scenario } } = ticket;
    const authority = { kind: 'entry', authorizedBy: 'trader', approvalId, intentId, scenario, parameters };
    const authorized = { ...authority, expiresAtUtcMs: step.nowUtcMs + 60_000 };
    if (outcome === 'approved') sendOrder(step, { authorized, clientOrderId: step.dependencies.orderIds.next() });
  }
`,
    },
    {
      file: 'src-main/engine/open-session.ts',
      line: "import type { Step } from './step.ts';\n",
      planted: "import { sendOrder } from './send-order.ts';\n",
    },
  ],
  /** What was asked before a restart is asked no more. */
  lostQuestion: [{ file: 'src-main/engine/open-session.ts', line: '  askOpenQuestions(step);\n', planted: '' }],
  /** A question stays open when it was answered, and an answer makes a ticket whether one waits or not. */
  doubleTicket: [
    {
      file: 'src-main/engine/evolve-agents.ts',
      line: '    questions: withoutKeys(state.questions, new Set([decisionId])),\n',
      planted: '',
    },
    {
      file: 'src-main/engine/enter-by-rule.ts',
      line: '  if (isEntering(step, runner)) return;\n',
      planted: '',
    },
  ],
} as const satisfies Readonly<Record<string, readonly Change[]>>;

/** No faults: what an engine is patient with, and tests of many faults need not be. They turn nothing red. */
const hastes = {
  /** A model that failed again and again is asked again at once. */
  untiring: [
    {
      file: 'src-main/agents/models/rung-breaker.ts',
      line: 'export const pauseMs: DurationMs = secondsToMs(30);\n',
      planted: 'export const pauseMs: DurationMs = secondsToMs(0);\n',
    },
  ],
} as const satisfies Readonly<Record<string, readonly Change[]>>;

export type PlantName = keyof typeof plants;

export type HasteName = keyof typeof hastes;

/** Null where nothing is called so. */
export const changesOf = (name: string | undefined): readonly Change[] | null =>
  Object.entries({ ...plants, ...hastes }).find(([named]) => named === name)?.[1] ?? null;

export const plantNames = Object.keys(plants) as PlantName[];

export const plantVariable = 'ATS_PLANTED_FAULT';

/** What a process of the engine is to be started with. */
export const plantEnvironment = (name: PlantName | HasteName): Readonly<Record<string, string>> => ({
  [plantVariable]: name,
  NODE_OPTIONS: `--import ${pathToFileURL(path.join(import.meta.dirname, 'plant-while-loading.ts')).href}`,
});
