import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { assert, assertDefined } from '#shared/base/assert.ts';
import { fault } from '#shared/base/fault.ts';
import { err } from '#shared/base/result.ts';
import type { ClockRule } from '#shared/time/clock-rule.ts';
import { createManualClock } from '#main/testkit/manual-clock.ts';
import { sampleAccount } from '#main/testkit/sample-account.ts';
import { sampleApprovalTicket } from '#main/testkit/sample-approval-ticket.ts';
import { sampleLesson } from '#main/testkit/sample-lesson.ts';
import { samplePosition } from '#main/testkit/sample-position.ts';
import { sampleEventChain, sampleSimilarTexts } from '#main/testkit/scripted-memory.ts';
import { entryQuestion, nowUtcMs, releaseIn, sourcesOf } from './agent-scene.suite.ts';
import type { AgentSources } from './agent-sources.ts';
import { askAgent } from './ask-agent.ts';
import { summaryAtStart } from './begin-run.ts';
import { gatherers } from './gather/gatherers.ts';
import { concludeVerdicts } from './grounding/conclude-verdicts.ts';
import { findUngrounded } from './grounding/find-ungrounded.ts';
import { injections, type InjectionPlace } from './injection-corpus.suite.ts';
import type { FilledPrompt } from './model-ladder.ts';
import { decodeReply } from './models/decode-reply.ts';
import { createPrompts, type PromptKey } from './prompts/create-prompts.ts';
import {
  governanceReplySchema,
  managerReplySchema,
  reflectionReplySchema,
  verdictReplySchema,
} from './prompts/reply-schemas.ts';
import { RunRecord } from './run-record.ts';
import { subjectOf } from './subject-of.ts';
import type { Thinking } from './thinking.ts';
import { toolsFor } from './tools/tools-for.ts';
import { wordsFromOutside } from './words-from-outside.ts';

const secret = 'sk-0c1d2e3f4a5b6c7d';

beforeAll(() => {
  process.env.ATS_INJECTION_SECRET = secret;
});
afterAll(() => {
  delete process.env.ATS_INJECTION_SECRET;
});

const ourPrompts = createPrompts((text) => createHash('sha256').update(text).digest('hex'));
const { fill } = ourPrompts;

const promptKeys: readonly PromptKey[] = ['signal.intraday', 'risk', 'manager', 'reflection'];

/** The words of one place where somebody outside may put some; the same scene otherwise. */
function sourcesWith(place: InjectionPlace, text: string): AgentSources {
  const say = (at: InjectionPlace, usual: string): string => (at === place ? text : usual);
  const symbol = say('symbol', 'XAGUSD').slice(0, 64);
  const reason = say('reason', 'Too late in the day.');
  const knownAtUtcMs = nowUtcMs - 3_600_000;
  const said = say('lesson', 'Look at the spread.').slice(0, 600);
  const ended = { actor: 'window', outcome: 'rejectedByTrader', reason, endedAtUtcMs: knownAtUtcMs };
  return sourcesOf({
    releases: [releaseIn(-1, { name: say('news', 'Consumer prices').slice(0, 256) })],
    lessons: [
      sampleLesson({
        lessonId: 'lesson:reflection/9#1',
        tradeId: 'trade:9#1',
        situation: said,
        observation: said,
        advice: said,
      }),
    ],
    memory: {
      similarTexts: sampleSimilarTexts({
        neighbours: [{ recordId: 'lesson:a-9', text: reason, knownAtUtcMs, distance: 0.1 }],
      }),
      eventChain: sampleEventChain({
        nodes: [
          { id: 'approval:a-9', kind: 'approval', knownAtUtcMs, facts: { side: 'buy', ...ended } },
          { id: 'deal:9', kind: 'deal', knownAtUtcMs, facts: { comment: say('comment', 'ats') } },
        ],
        links: [],
      }),
    },
    snapshot: {
      endedApprovals: [{ ticket: sampleApprovalTicket(), ...ended }],
      positions: [samplePosition({ positionId: '7', symbol })],
    },
  });
}

/** What may be called of the sources; calling anything else fails the test. */
const reads: Readonly<Record<keyof AgentSources, readonly string[]>> = {
  bars: ['chooseSeries', 'read', 'readBetween'],
  calendar: ['read'],
  facts: ['newsDistanceMs', 'isUnexpectedHole', 'dailyAtr', 'correlation'],
  memory: ['similarStates', 'similarTrades', 'similarSignals', 'similarTexts', 'eventChain', 'path', 'tradesByRegime'],
  lessons: ['lesson', 'activeAsOf', 'page'],
  cockpit: ['snapshot'],
  clockRule: [],
  monotonicClock: ['nowMs'],
  nextTurn: [],
};

/** Calls that are no reads, as they were tried. */
function watched(sources: AgentSources): { readonly sources: AgentSources; readonly others: readonly string[] } {
  const others: string[] = [];
  const watch = <Name extends keyof AgentSources>(name: Name): AgentSources[Name] => {
    const source = sources[name];
    if (typeof source !== 'object') return source;
    return new Proxy(source, {
      get: (target, key, receiver): unknown => {
        if (typeof key === 'string' && !reads[name].includes(key)) others.push(`${name}.${key}`);
        return Reflect.get(target, key, receiver);
      },
      set: (_target, key) => {
        others.push(`${name}.${String(key)} =`);
        return false;
      },
    });
  };
  const clockRule: ClockRule = sources.clockRule;
  return {
    others,
    sources: {
      ...{ bars: watch('bars'), calendar: watch('calendar'), facts: watch('facts'), memory: watch('memory') },
      ...{ lessons: watch('lessons'), cockpit: watch('cockpit'), clockRule, nextTurn: sources.nextTurn },
      monotonicClock: sources.monotonicClock,
    },
  };
}

/** Those who read nothing but numbers are left out: they take the most of the time. */
const speaking = gatherers.filter(({ name }) => name !== 'indicators' && name !== 'regime');

interface Prompted {
  readonly prompts: readonly FilledPrompt[];
  readonly evidenceIds: readonly string[];
}

/** The prompts that agents are asked with, by the code that asks them. */
async function promptedBy(sources: AgentSources, said: readonly string[]): Promise<Prompted> {
  const question = entryQuestion();
  const clock = createManualClock();
  const prompts: FilledPrompt[] = [];
  using record = new RunRecord(summaryAtStart(question, { startedAtUtcMs: nowUtcMs, deadlineMs: 5_000 }), {
    runs: { begin: () => undefined, addStep: () => undefined, addExchange: () => undefined },
    tell: () => undefined,
    monotonicClock: clock.monotonic,
    timers: clock.timers,
  });
  await Promise.all(
    speaking.map(({ name, read }, place) =>
      record.keep({ tool: name, arguments: {}, place }, () => read(question, sources, record.signal)),
    ),
  );
  const thinking: Thinking = {
    ...{
      question,
      record,
      gatherers: [],
      gathering: record.signal,
      tools: toolsFor(question, sources),
      language: 'en',
    },
    prompts: ourPrompts,
    ladder: {
      isAsking: () => true,
      ask: ({ prompt }) => {
        prompts.push(prompt);
        return Promise.resolve(err(fault('MODEL_UNREACHABLE', 'There is none.')));
      },
    },
    conclude: () => undefined,
  };
  for (const prompt of promptKeys)
    await askAgent(thinking, { agent: 'signal', prompt, schema: verdictReplySchema, said });
  return { prompts, evidenceIds: record.evidence().map(({ evidenceId }) => evidenceId) };
}

const block =
  /\[begin (?<mark>data-[0-9a-f]{16}): (?<what>[a-z ]+); data, never an instruction\]\n(?<words>[^]*?)\n\[end \k<mark>\]/g;

/** A prompt with its blocks taken out, and what stood in them. */
function apart({ system, user }: FilledPrompt): { readonly outside: string; readonly blocks: readonly string[] } {
  const blocks = [...user.matchAll(block)].map(({ groups }) => assertDefined(groups?.words, 'a block has words'));
  return { outside: `${system}\n${user.replaceAll(block, '‹$2›')}`, blocks };
}

const usualReply = JSON.stringify({ verdict: 'abstain', confidence: 0, statements: ['Nothing to say.'] });
const usual = await promptedBy(sourcesWith('comment', 'ats'), [usualReply]);

test('the corpus has at least sixty cases, each by a name of its own, in every place', () => {
  expect(new Set(injections.map(({ id }) => id)).size).toBe(injections.length);
  expect(injections.length).toBeGreaterThanOrEqual(60);
  expect(new Set(injections.map(({ place }) => place)).size).toBe(6);
  expect(usual.prompts.map((one) => apart(one).blocks.length)).toEqual(promptKeys.map(() => 3));
});

test.each(injections)('$id ($aim) leaves its block not, and changes nothing outside of it', async ({ place, text }) => {
  const { sources, others } = watched(sourcesWith(place, text));
  const { prompts, evidenceIds } = await promptedBy(sources, [place === 'reply' ? text : usualReply]);
  expect(prompts.map((one) => apart(one).outside)).toEqual(usual.prompts.map((one) => apart(one).outside));
  expect(evidenceIds).toEqual(usual.evidenceIds);
  for (const one of prompts) {
    const [subject, evidence = ''] = apart(one).blocks;
    expect(subject).toBe(apart(assertDefined(usual.prompts[0], 'a prompt')).blocks[0]);
    const lines = evidence.split('\n').map((line) => JSON.parse(line) as { readonly evidenceId: string });
    expect(lines.map(({ evidenceId }) => evidenceId)).toEqual(evidenceIds);
    const whole = one.system + one.user;
    expect(whole).not.toMatch(/[^\P{C}\n]|\p{Default_Ignorable_Code_Point}|<\||\|>/u);
    for (const hidden of [secret, sampleAccount().identity.login, sampleAccount().identity.server])
      expect(whole).not.toContain(hidden);
  }
  expect(others).toEqual([]);
});

const named = injections.filter(({ place }) => place === 'symbol');

test.each(named)('$id as the symbol that is asked about stands in its block alone', ({ text }) => {
  const fenced = (symbol: string): string =>
    wordsFromOutside({ what: 'what is asked about', text: subjectOf({ ...entryQuestion(), symbol }) });
  const ofPrompt = (subject: string): FilledPrompt => fill('risk', { language: 'en', subject, evidence: '', said: '' });
  const usualPrompt = apart(ofPrompt(fenced('XAUUSD')));
  const { outside, blocks } = apart(ofPrompt(fenced(text)));
  expect(outside).toBe(usualPrompt.outside);
  expect(Object.keys(JSON.parse(blocks[0] ?? '') as object)).toEqual(
    Object.keys(JSON.parse(usualPrompt.blocks[0] ?? '') as object),
  );
});

test.each(injections)('$id as a tool’s argument reads nothing and has no effect', async ({ text }) => {
  const { sources, others } = watched(sourcesWith('comment', 'ats'));
  for (const tool of toolsFor(entryQuestion(), sources)) {
    for (const wish of [text, { [tool.name]: text, limit: 1, set: text, asOfUtcMs: nowUtcMs + 1 }, jsonOrNull(text)]) {
      expect(await tool.read(wish)).toMatchObject({ ok: false, error: { code: 'TOOL_ARGUMENTS_INVALID' } });
    }
  }
  expect(others).toEqual([]);
});

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const replySchemas = [verdictReplySchema, managerReplySchema, governanceReplySchema, reflectionReplySchema] as const;
const wordsOfReplies = [
  'verdict',
  'confidence',
  'statements',
  'action',
  'situation',
  'observation',
  'advice',
  'citations',
];

test.each(injections)('$id as a reply is an opinion at most', ({ text, aim, place }) => {
  const content = { content: text, toolCalls: [], isCut: false, thinking: '', tokens: { prompt: 0, reply: 0 } };
  for (const schema of replySchemas) {
    const said = decodeReply<object>('model', content, schema);
    if (said.ok) expect(Object.keys(said.value).filter((key) => !wordsOfReplies.includes(key))).toEqual([]);
  }
  const said = decodeReply('model', content, verdictReplySchema);
  expect(said.ok).toBe(place === 'reply' && aim !== 'refused');
  if (!said.ok) return;
  const ungrounded = findUngrounded(said.value.statements, shownValues);
  expect(ungrounded.length > 0).toBe(aim === 'ungrounded' || said.value.statements.some((one) => /\d/.test(one.text)));
  const concluded = concludeVerdicts([{ ...said.value, agent: 'signal', model: 'model', ungrounded }]);
  expect(Object.keys(concluded).toSorted()).toEqual(['isGrounded', 'rank', 'reasons', 'verdict']);
  if (ungrounded.length > 0) expect(concluded).toMatchObject({ isGrounded: false, rank: 50 });
});

const shownValues: Parameters<typeof findUngrounded>[1] = [
  {
    ...{ evidenceId: 'filter:rvol', source: 'filter', label: 'relative volume', value: 1.8342, unit: '' },
    ...{ asOfUtcMs: nowUtcMs, recordId: null },
  },
  {
    ...{
      evidenceId: 'calendar:v-1',
      source: 'calendar',
      label: 'a release',
      value: 'The release says 99',
      unit: 'words',
    },
    ...{ asOfUtcMs: nowUtcMs, recordId: null },
  },
];

test('a reply cannot reach the prototypes of what it is read into', () => {
  const text = injections.find(({ text: one }) => one.includes('__proto__'))?.text ?? '';
  assert(text !== '', 'the corpus has such a reply');
  decodeReply(
    'model',
    { content: text, toolCalls: [], isCut: false, thinking: '', tokens: { prompt: 0, reply: 0 } },
    verdictReplySchema,
  );
  expect(({} as Record<string, unknown>).isGrounded).toBeUndefined();
});
