import { z } from 'zod';
import { canonicalJson } from '#shared/base/canonical-json.ts';
import { fault, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import type { AgentName } from '#shared/agent/opinion.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import type { ModelExchange } from '#main/ports/agent-runs.ts';
import type { ModelLadder, ModelSaid, ModelWish } from '../model-ladder.ts';
import { askRung, recordedRequest } from './ask-rung.ts';
import { chatReplySchema, type Chat, type ChatReply } from './chat.ts';
import { invalidReply, timedOut } from './model-fault.ts';

/**
 * Answers from a recording by the very path that asked: each agent's questions in their order, a rung after the other, and what came then is decoded and
 * judged anew. RUN_DIFFERS where a question is none of the recording.
 */
export function recordedLadder(exchanges: readonly ModelExchange[]): ModelLadder {
  const left = [...exchanges].sort((a, b) => a.sequence - b.sequence);
  return {
    isAsking: () => exchanges.length > 0,
    ask: async (wish) => {
      let last: Fault = notRecorded(wish.agent);
      let rung = -1;
      for (;;) {
        const next = left.find(({ agent }) => agent === wish.agent);
        if (next === undefined || next.rung <= rung) return err(last);
        rung = next.rung;
        const said = await askRecorded(wish, next, left);
        if (said.ok || said.error.code === 'RUN_DIFFERS') return said;
        last = said.error;
        const after = left.find(({ agent }) => agent === wish.agent);
        const to = after !== undefined && after.rung > rung ? after.model : null;
        wish.run.step({ kind: 'fellBack', agent: wish.agent, model: next.model, rung, to, fault: last });
      }
    },
  };
}

function askRecorded<T>(
  wish: ModelWish<T>,
  first: ModelExchange,
  left: ModelExchange[],
): Promise<Result<ModelSaid<T>, Fault>> {
  const { model, rung } = first;
  const hashes = new Map(left.map(({ request, requestHash }) => [canonicalJson(request), requestHash]));
  let passedMs = 0;
  const chat: Chat = (request) => {
    const i = left.findIndex(({ agent }) => agent === wish.agent);
    const found = left[i];
    // It was given up between two questions.
    if (found?.rung !== rung) return Promise.resolve(err(timedOut(model, 0)));
    if (canonicalJson(found.request) !== canonicalJson(recordedRequest(request)))
      return Promise.resolve(err(notRecorded(wish.agent)));
    left.splice(i, 1);
    passedMs += found.latencyMs;
    return Promise.resolve(replyOf(found));
  };
  const { tools, stepsLeft } = requestSchema.safeParse(first.request).data ?? { tools: [], stepsLeft: 0 };
  return askRung(wish, {
    ...{ model, rung, chat, stepsMax: stepsLeft },
    // How it thought is not part of a question, and how long it may talk is over.
    ability: { hasTools: tools.length > 0, isThinking: null },
    ...{ replyTokensMax: 1, timeoutMs: 0, signal: new AbortController().signal },
    monotonicClock: { nowMs: () => durationMs(passedMs) },
    hashRequest: (request) => hashes.get(canonicalJson(request)) ?? '',
  });
}

const requestSchema = z.object({ tools: z.array(z.string()), stepsLeft: z.number().int().nonnegative() });

function replyOf({ model, reply, fault: recorded }: ModelExchange): Result<ChatReply, Fault> {
  if (recorded !== null) return err(recorded);
  const { data } = chatReplySchema.safeParse(reply);
  return data === undefined ? err(invalidReply(model, 'the recording of it is damaged')) : ok(data);
}

const notRecorded = (agent: AgentName): Fault =>
  fault(
    'RUN_DIFFERS',
    `The ${agent} agent asks what is not in the recording. Its tools, prompts or inputs have changed.`,
    {
      agent,
    },
  );
