import type { FaultCode } from '#shared/base/fault-codes.ts';
import { groundedStatements } from './grounded-script.ts';
import { reply, replyJson, type ChatAct, type ChatCall, type ModelScript } from './model-script.ts';

/** Whatever a model or its server may do wrong, by name. `refused` is the server's: `ScriptedOllama.refuse()`. */
export const modelFaults = {
  reset: () => ({ kind: 'reset' }),
  unknownModel: ({ model }) => status(404, { error: `model '${model}' not found` }),
  serverError: () => status(500, { error: 'llama runner process has terminated: signal: killed' }),
  errorWithoutJson: () => ({ kind: 'status', status: 502, body: '<html>Bad gateway</html>' }),
  unauthorized: () => status(401, { error: 'unauthorized' }),
  redirect: () => ({ kind: 'redirect', to: 'http://127.0.0.1:9/elsewhere' }),
  hang: () => ({ kind: 'hang', after: 'nothing' }),
  hangAfterHeaders: () => ({ kind: 'hang', after: 'headers' }),
  hangAfterWords: () => ({ kind: 'hang', after: 'words' }),
  slowDrip: (call) => ({ kind: 'reply', content: verdictOf(call), everyMs: 400 }),
  truncatedStream: (call) => ({ kind: 'truncated', content: verdictOf(call).slice(0, 20), end: 'closed' }),
  tornStream: (call) => ({ kind: 'truncated', content: verdictOf(call).slice(0, 20), end: 'torn' }),
  truncatedReply: (call) => ({ kind: 'reply', content: verdictOf(call).slice(0, 20), doneReason: 'length' }),
  invalidLines: () => ({ kind: 'lines', lines: ['{"message":{"role":"assistant","content":"{"}', 'not JSON at all'] }),
  strangeLines: () => ({ kind: 'lines', lines: ['null', '[1,2]', '{"message":7,"done":true}'] }),
  errorInStream: () => ({ kind: 'lines', lines: ['{"error":"an error was encountered while running the model"}'] }),
  invalidJson: () => reply('{"verdict": "confirm", "confidence": 0.7, "statements": [}'),
  prose: () => reply('Sure! I would confirm this setup.'),
  wrongSchema: () => replyJson({ answer: 42, statements: 'none' }),
  wrongKinds: () => replyJson({ verdict: 'buy', confidence: 7, statements: [{ text: 1 }] }),
  nullReply: () => reply('null'),
  emptyReply: () => reply(''),
  endlessThinking: () => ({ kind: 'endless', of: 'thinking' }),
  endlessReply: () => ({ kind: 'endless', of: 'content' }),
  endlessLine: () => ({ kind: 'endless', of: 'line' }),
  hugeReply: (call) => reply(verdictOf(call) + ' '.repeat(2_000_000)),
  endlessToolCalls: ({ tools }) => ({
    kind: 'reply',
    content: '',
    toolCalls: [{ name: tools[0] ?? 'bars', arguments: {} }],
  }),
} as const satisfies Record<string, (call: ChatCall) => ChatAct>;

export type ModelFault = keyof typeof modelFaults;

/** What each comes to at the rung that meets it. */
export const modelFaultCodes: Readonly<Record<ModelFault, FaultCode>> = {
  reset: 'MODEL_UNREACHABLE',
  unknownModel: 'MODEL_UNKNOWN',
  serverError: 'MODEL_FAILED',
  errorWithoutJson: 'MODEL_FAILED',
  unauthorized: 'MODEL_FAILED',
  redirect: 'MODEL_UNREACHABLE',
  hang: 'MODEL_TIMEOUT',
  hangAfterHeaders: 'MODEL_TIMEOUT',
  hangAfterWords: 'MODEL_TIMEOUT',
  slowDrip: 'MODEL_TIMEOUT',
  truncatedStream: 'MODEL_REPLY_INVALID',
  tornStream: 'MODEL_UNREACHABLE',
  truncatedReply: 'MODEL_REPLY_TOO_LONG',
  invalidLines: 'MODEL_REPLY_INVALID',
  strangeLines: 'MODEL_REPLY_INVALID',
  errorInStream: 'MODEL_FAILED',
  invalidJson: 'MODEL_REPLY_INVALID',
  prose: 'MODEL_REPLY_INVALID',
  wrongSchema: 'MODEL_REPLY_INVALID',
  wrongKinds: 'MODEL_REPLY_INVALID',
  nullReply: 'MODEL_REPLY_INVALID',
  emptyReply: 'MODEL_REPLY_INVALID',
  endlessThinking: 'MODEL_REPLY_TOO_LONG',
  endlessReply: 'MODEL_REPLY_TOO_LONG',
  endlessLine: 'MODEL_REPLY_TOO_LONG',
  hugeReply: 'MODEL_REPLY_TOO_LONG',
  endlessToolCalls: 'MODEL_STEPS_MAX',
};

/** What a model may do wrong and yet be taken for an answer, or be put right by what it is told. */
export const modelSlips = {
  ungroundedNumbers: (call) =>
    replyJson({
      verdict: 'confirm',
      confidence: 0.99,
      statements: [
        { text: 'The win share is 97.3 %.', citations: [{ evidenceId: 'similar:winShare', value: 0.973 }] },
        ...groundedStatements(call).map((it) => ({
          ...it,
          citations: it.citations.map(({ evidenceId, value }) => ({ evidenceId, value: value * 3 + 1 })),
        })),
      ],
    }),
  badToolArguments: ({ tools, messages, ...call }) =>
    firstTool({ ...call, tools, messages }, { symbol: { $ne: null }, count: -1 }),
  unknownTool: (call) => firstTool(call, { to: 'broker' }, 'placeOrder'),
} as const satisfies Record<string, (call: ChatCall) => ChatAct>;

export type ModelSlip = keyof typeof modelSlips;

export interface FaultyWish {
  readonly script: ModelScript;
  readonly fault: ModelFault | ModelSlip;
  /** Those that have it; null: all. */
  readonly models: readonly string[] | null;
  /** Which of a model's calls; null: all of them. */
  readonly calls?: readonly number[] | null;
  /** Whether the probe meets it as well. */
  readonly isProbed?: boolean;
}

/** The script with a fault in it. */
export function withFault({ script, fault, models, calls = null, isProbed = false }: FaultyWish): ModelScript {
  const faulty: ModelScript = { ...modelFaults, ...modelSlips }[fault];
  return (call) => {
    const isMet = call.isProbe ? isProbed : (calls?.includes(call.call) ?? true);
    return isMet && (models?.includes(call.model) ?? true) ? faulty(call) : script(call);
  };
}

const status = (code: number, body: { readonly error: string }): ChatAct => ({
  kind: 'status',
  status: code,
  body: JSON.stringify(body),
});

const verdictOf = (call: ChatCall): string =>
  JSON.stringify({ verdict: 'confirm', confidence: 0.7, statements: groundedStatements(call) });

/** Calls a tool the first time, and answers once it was told. */
const firstTool = (call: ChatCall, wish: Readonly<Record<string, unknown>>, name = call.tools[0]): ChatAct =>
  name === undefined || call.tools.length === 0 || call.messages.some(({ role }) => role === 'tool')
    ? reply(verdictOf(call))
    : { kind: 'reply', content: '', toolCalls: [{ name, arguments: JSON.parse(JSON.stringify(wish)) as never }] };
