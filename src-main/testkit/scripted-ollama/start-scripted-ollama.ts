import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { assertNever } from '#shared/base/assert.ts';
import type { JsonValue } from '#shared/base/json-value.ts';
import type { ChatAct, ChatCall, ModelScript, ScriptedModel } from './model-script.ts';

export interface ScriptedOllama extends AsyncDisposable {
  readonly url: string;
  /** Everything that was asked, in order. */
  readonly requests: readonly { readonly method: string; readonly path: string; readonly body: unknown }[];
  readonly chats: readonly ChatCall[];
  /** Connections that stand now: zero where every question was let go. */
  readonly openSockets: () => number;
  /** From here on answered by another script. */
  readonly play: (script: ModelScript) => void;
  /** Closes the port, connections included; `accept` opens the same again. */
  readonly refuse: () => Promise<void>;
  readonly accept: () => Promise<void>;
}

export interface ScriptedOllamaWish {
  readonly script: ModelScript;
  /** 0 takes any. */
  readonly port?: number;
  readonly models?: readonly ScriptedModel[];
}

const able = (name: string): ScriptedModel => ({
  name,
  capabilities: ['completion', 'tools', 'thinking'],
  keepsSchema: 'always',
});

/** Those of the settings, and a local one that can neither think nor use tools. */
export const scriptedModels: readonly ScriptedModel[] = [
  able('gpt-oss:120b-cloud'),
  able('deepseek-v3.1:671b-cloud'),
  { name: 'llama3.2:3b', capabilities: ['completion'], keepsSchema: 'always' },
];

/** Speaks Ollama's HTTP (https://docs.ollama.com/api) on a real socket of the loopback, and says what its script says. */
export async function startScriptedOllama({
  script,
  port = 0,
  models = scriptedModels,
}: ScriptedOllamaWish): Promise<ScriptedOllama> {
  const requests: { method: string; path: string; body: unknown }[] = [];
  const chats: ChatCall[] = [];
  const sockets = new Set<Socket>();
  let play = script;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    const path = request.url ?? '';
    requests.push({ method: request.method ?? '', path, body });
    switch (path) {
      case '/api/version': {
        sendJson(response, { version: '0.13.0' });
        return;
      }
      case '/api/tags': {
        sendJson(response, { models: models.map(({ name }) => ({ name, model: name, size: 1 })) });
        return;
      }
      case '/api/show': {
        show(response, models, body);
        return;
      }
      case '/api/embed': {
        embed(response, body);
        return;
      }
      case '/api/chat':
        return chat(response, body);
      default: {
        sendJson(response, { error: 'not found' }, 404);
        return;
      }
    }
  };

  const chat = async (response: ServerResponse, body: unknown): Promise<void> => {
    const { data } = chatBodySchema.safeParse(body);
    if (data === undefined) {
      sendJson(response, { error: 'invalid request' }, 400);
      return;
    }
    const model = models.find(({ name }) => name === data.model);
    if (model === undefined) {
      sendJson(response, { error: `model '${data.model}' not found` }, 404);
      return;
    }
    const lacking = lacks(model, data);
    if (lacking !== null) {
      sendJson(response, { error: `"${model.name}" does not support ${lacking}` }, 400);
      return;
    }
    const call = callOf(data, chats);
    chats.push(call);
    await perform(response, { act: kept(model, call, play(call)), data, call });
  };

  const server = createServer((request, response) => {
    response.on('error', () => response.destroy());
    answer(request, response).catch(() => response.destroy());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  });
  await listen(server, port);
  const at = (server.address() as AddressInfo).port;
  const refuse = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = new Promise((resolve) => server.close(resolve));
    const torn = [...sockets].map((socket) => once(socket.destroy(), 'close'));
    await Promise.all([closed, ...torn]);
  };
  return {
    url: `http://127.0.0.1:${at}`,
    requests,
    chats,
    openSockets: () => sockets.size,
    play: (other) => {
      play = other;
    },
    refuse,
    accept: () => listen(server, at),
    [Symbol.asyncDispose]: refuse,
  };
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text === '' ? null : (JSON.parse(text) as unknown);
}

const chatBodySchema = z.object({
  model: z.string(),
  messages: z.array(
    z.object({
      role: z.string(),
      content: z.string(),
      tool_calls: z.array(z.object({ function: z.object({ name: z.string(), arguments: z.json() }) })).optional(),
    }),
  ),
  tools: z.array(z.object({ function: z.object({ name: z.string() }) })).optional(),
  format: z.json().optional(),
  think: z.union([z.boolean(), z.string()]).optional(),
  stream: z.boolean().default(true),
  options: z.object({ num_predict: z.number().optional() }).optional(),
});

type ChatBody = z.infer<typeof chatBodySchema>;

function callOf(body: ChatBody, before: readonly ChatCall[]): ChatCall {
  const isProbe = JSON.stringify(body.format ?? null).includes('"ready"');
  return {
    model: body.model,
    call: before.filter(({ model, isProbe: was }) => model === body.model && !was).length + (isProbe ? 0 : 1),
    isProbe,
    messages: body.messages.map(({ role, content, tool_calls }) =>
      tool_calls === undefined ? { role, content } : { role, content, tool_calls },
    ),
    tools: (body.tools ?? []).map((tool) => tool.function.name),
    format: body.format ?? null,
    isThinking: Boolean(body.think),
    tokensMax: body.options?.num_predict ?? null,
  };
}

const lacks = ({ capabilities }: ScriptedModel, body: ChatBody): string | null => {
  if ((body.tools?.length ?? 0) > 0 && !capabilities.includes('tools')) return 'tools';
  return Boolean(body.think) && !capabilities.includes('thinking') ? 'thinking' : null;
};

/** A model that drops the schema answers in prose. */
const kept = ({ keepsSchema }: ScriptedModel, call: ChatCall, act: ChatAct): ChatAct => {
  const isDropped = keepsSchema === 'never' || (keepsSchema === 'withoutThinking' && call.isThinking);
  return isDropped && call.format !== null && act.kind === 'reply'
    ? { ...act, content: 'Certainly. Here is what I think of it.' }
    : act;
};

interface Performance {
  readonly act: ChatAct;
  readonly data: ChatBody;
  readonly call: ChatCall;
}

async function perform(response: ServerResponse, { act, data, call }: Performance): Promise<void> {
  switch (act.kind) {
    case 'reply':
      return sayReply(response, act, { data, call });
    case 'truncated':
      startLines(response);
      await writeLine(response, messageLine(data.model, { content: act.content }));
      if (act.end === 'closed') response.end();
      else response.destroy();
      return;
    case 'status':
      return void response.writeHead(act.status, { 'content-type': 'application/json' }).end(act.body);
    case 'lines':
      startLines(response);
      for (const line of act.lines) await writeLine(response, line);
      return void response.end();
    case 'hang':
      if (act.after !== 'nothing') startLines(response);
      if (act.after === 'words') await writeLine(response, messageLine(data.model, { content: '{"verdict":' }));
      return;
    case 'endless':
      return sayEndlessly(response, data.model, act.of);
    case 'redirect':
      return void response.writeHead(307, { location: act.to }).end();
    case 'reset':
      return void response.destroy();
    default:
      return assertNever(act, 'an act');
  }
}

const pieceCharacters = 24;

async function sayReply(
  response: ServerResponse,
  act: Extract<ChatAct, { kind: 'reply' }>,
  { data, call }: Pick<Performance, 'data' | 'call'>,
): Promise<void> {
  const { content, thinking = '', toolCalls = [], everyMs = 0, doneReason = 'stop' } = act;
  const called = toolCalls.map(({ name, arguments: wish }) => ({ function: { name, arguments: wish } }));
  const end = {
    done: true,
    done_reason: doneReason,
    total_duration: 1,
    prompt_eval_count: tokensIn(call.messages.map((message) => message.content).join('')),
    eval_count: tokensIn(content) + tokensIn(thinking),
  };
  if (!data.stream) {
    const message = { content, ...(thinking !== '' && { thinking }), ...(called.length > 0 && { tool_calls: called }) };
    sendJson(response, { ...messageOf(data.model, message), ...end });
    return;
  }
  startLines(response);
  const say = async (message: object): Promise<void> => {
    await writeLine(response, messageLine(data.model, message));
    if (everyMs > 0 && !response.destroyed) await wait(everyMs);
  };
  for (const piece of piecesOf(thinking)) await say({ content: '', thinking: piece });
  for (const toolCall of called) await say({ content: '', tool_calls: [toolCall] });
  for (const piece of piecesOf(content)) await say({ content: piece });
  await writeLine(response, JSON.stringify({ ...messageOf(data.model, { content: '' }), ...end }));
  response.end();
}

/** As far as the other side reads: it has to close the connection to be rid of it. */
async function sayEndlessly(
  response: ServerResponse,
  model: string,
  of: 'thinking' | 'content' | 'line',
): Promise<void> {
  startLines(response);
  const words = 'and yet, on the other hand, '.repeat(40);
  const text = of === 'line' ? words : messageLine(model, { content: '', [of]: words });
  while (!response.destroyed) {
    if (of === 'line') await write(response, text);
    else await writeLine(response, text);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const startLines = (response: ServerResponse): void => {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  response.flushHeaders();
};

const writeLine = (response: ServerResponse, line: string): Promise<void> => write(response, `${line}\n`);

/** Waits while the other side does not read, and no longer once it is gone. */
async function write(response: ServerResponse, text: string): Promise<void> {
  if (response.destroyed || response.write(text)) return;
  const moved = new AbortController();
  const { signal } = moved;
  await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]);
  moved.abort();
}

const messageOf = (model: string, message: object): object => ({
  model,
  created_at: '2024-01-02T00:00:00.000000Z',
  message: { role: 'assistant', ...message },
  done: false,
});

const messageLine = (model: string, message: object): string => JSON.stringify(messageOf(model, message));

/** Whole code points, so that no piece holds half a character; a huge text comes in larger pieces. */
function piecesOf(text: string): readonly string[] {
  const points = Array.from(text);
  const length = Math.max(pieceCharacters, Math.ceil(points.length / 400));
  const pieces: string[] = [];
  for (let i = 0; i < points.length; i += length) pieces.push(points.slice(i, i + length).join(''));
  return pieces;
}

const tokensIn = (text: string): number => Math.ceil(text.length / 4);

const namedSchema = z.object({ model: z.string() });

function show(response: ServerResponse, models: readonly ScriptedModel[], body: unknown): void {
  const name = namedSchema.safeParse(body).data?.model ?? '';
  const model = models.find((it) => it.name === name);
  if (model === undefined) return sendJson(response, { error: `model '${name}' not found` }, 404);
  sendJson(response, { details: { family: 'scripted' }, capabilities: model.capabilities });
}

const embedSchema = z.object({ model: z.string(), input: z.union([z.string(), z.array(z.string())]) });

/** A vector of a text's length and first letters, not of length 1. */
function embed(response: ServerResponse, body: unknown): void {
  const { data } = embedSchema.safeParse(body);
  if (data === undefined) return sendJson(response, { error: 'invalid request' }, 400);
  const texts = typeof data.input === 'string' ? [data.input] : data.input;
  const embeddings = texts.map((text) => [text.length, text.charCodeAt(0) || 0, text.charCodeAt(1) || 0]);
  sendJson(response, { model: data.model, embeddings, total_duration: 1 });
}

const sendJson = (response: ServerResponse, body: JsonValue | object, status = 200): void =>
  void response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
