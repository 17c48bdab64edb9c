import { z } from 'zod';
import type { JsonValue } from '#shared/base/json-value.ts';
import { replyJson, type ChatAct, type ChatCall, type ModelScript, type ToolCall } from './model-script.ts';

export interface GroundedWish {
  readonly verdict?: 'confirm' | 'veto' | 'abstain';
  readonly confidence?: number;
  readonly thinking?: string;
  /** Looked up before the answer, by those of them that are offered, once. */
  readonly toolCalls?: readonly ToolCall[];
  /** What the manager proposes. */
  readonly action?: JsonValue;
  /** Between two pieces of the stream, so that a window can be seen to stream. */
  readonly everyMs?: number;
}

/** Answers every prompt of ours as a good model would: by its schema, with citations taken from the evidence that the prompt lists. */
export function groundedScript(wish: GroundedWish = {}): ModelScript {
  return (call) => {
    const calls = toolCallsOf(call, wish.toolCalls ?? []);
    const act: ChatAct =
      calls.length > 0 ? { kind: 'reply', content: '', toolCalls: calls } : replyJson(answerTo(call, wish));
    return {
      ...act,
      ...(call.isThinking && wish.thinking !== undefined && { thinking: wish.thinking }),
      ...(wish.everyMs !== undefined && { everyMs: wish.everyMs }),
    };
  };
}

/** A statement of a few numbers of the evidence, and of nothing else; which ones hangs on who is asked. */
export const groundedStatements = (call: ChatCall): { text: string; citations: Cited[] }[] => {
  const isRussian = saysSystem(call, 'in Russian');
  const shown = shownIn(call);
  const speaker = agents.findIndex((words) => saysSystem(call, words));
  const first = Math.max(0, speaker) * statementsMax;
  const chosen = [...shown.slice(first), ...shown].slice(0, Math.min(statementsMax, shown.length));
  if (chosen.length === 0)
    return [{ text: isRussian ? 'Чисел не показано.' : 'No numbers were shown.', citations: [] }];
  return chosen.map(({ evidenceId, value, label }) => ({
    text: isRussian
      ? `Показатель «${label}»: ${written(value)}.`
      : `${label.charAt(0).toUpperCase()}${label.slice(1)}: ${written(value)}.`,
    citations: [{ evidenceId, value }],
  }));
};

const statementsMax = 3;

/** By words of their prompts, in the order in which they speak of an entry. */
const agents = ['You are the signal agent', 'You are the risk agent', 'You are the execution agent'];

interface Cited {
  readonly evidenceId: string;
  readonly value: number;
}

const written = (value: number): string => String(Number(value.toFixed(4)));

/** A tool that was answered once is not called again. */
const toolCallsOf = (call: ChatCall, wished: readonly ToolCall[]): readonly ToolCall[] =>
  call.messages.some(({ role }) => role === 'tool') ? [] : wished.filter(({ name }) => call.tools.includes(name));

function answerTo(call: ChatCall, wish: GroundedWish): object {
  const statements = groundedStatements(call);
  const asked = (key: string): boolean => keysOf(call.format).includes(key) || saysSystem(call, `{"${key}"`);
  if (asked('ready')) return { ready: true };
  if (asked('verdict')) return { verdict: wish.verdict ?? 'confirm', confidence: wish.confidence ?? 0.7, statements };
  if (asked('action')) return { action: wish.action ?? { kind: 'none' }, statements };
  if (asked('situation')) {
    const [situation, observation, advice] = [0, 1, 2].map((i) => statements[i % statements.length]?.text ?? '');
    return { situation, observation, advice, citations: statements.flatMap(({ citations }) => citations) };
  }
  return { statements };
}

const formatSchema = z.object({ properties: z.record(z.string(), z.unknown()) });

const keysOf = (format: JsonValue | null): readonly string[] =>
  Object.keys(formatSchema.safeParse(format).data?.properties ?? {});

const saysSystem = (call: ChatCall, words: string): boolean =>
  call.messages.some(({ role, content }) => role === 'system' && content.includes(words));

const lineSchema = z.object({ evidenceId: z.string(), value: z.number(), label: z.string() });

/** Evidence stands one value a line, as JSON, in the question and in what tools answered. A number in a name would have to be cited as well. */
const shownIn = ({ messages }: ChatCall): readonly z.infer<typeof lineSchema>[] =>
  messages
    .flatMap(({ content }) => content.split('\n'))
    .flatMap((line) => {
      const { data } = lineSchema.safeParse(parsed(/\{"evidenceId":.*\}/.exec(line)?.[0] ?? ''));
      return data === undefined || /\d/.test(data.label) ? [] : [data];
    });

/** Undefined where it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
