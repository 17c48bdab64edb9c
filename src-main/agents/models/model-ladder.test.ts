import { expect, test } from 'vitest';
import { fault } from '#shared/base/fault.ts';
import { err } from '#shared/base/result.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import type { MonotonicClock } from '#main/ports/clock.ts';
import { realTime } from '#main/testkit/real-time.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { groundedScript } from '#main/testkit/scripted-ollama/grounded-script.ts';
import { withFault } from '#main/testkit/scripted-ollama/model-faults.ts';
import type { ChatCall, ScriptedModel } from '#main/testkit/scripted-ollama/model-script.ts';
import { scriptedModels, startScriptedOllama } from '#main/testkit/scripted-ollama/start-scripted-ollama.ts';
import { ladderAt, lookedUp, sampleModels, sampleRun, sampleTool, sampleWish } from './ladder.suite.ts';

const [first, second, local] = sampleModels;

const asked = (chats: readonly ChatCall[]): readonly ChatCall[] => chats.filter(({ isProbe }) => !isProbe);

test('the first model answers by the schema; its words stream and its exchange is kept whole', async () => {
  await using ollama = await startScriptedOllama({ script: groundedScript({ thinking: 'let me see' }) });
  using ladder = ladderAt(ollama.url);
  using run = sampleRun(5_000);

  const said = await ladder.ask(sampleWish(run));

  const value = {
    verdict: 'confirm',
    confidence: 0.7,
    statements: [{ text: 'Relative volume: 1.42.', citations: [{ evidenceId: 'filter:rvol', value: 1.42 }] }],
  };
  const tokens = { prompt: expect.any(Number), reply: expect.any(Number) };
  expect(said).toEqual({
    ok: true,
    value: { value, model: first, latencyMs: expect.any(Number), tokens, readings: [] },
  });
  const prompt = { name: 'signal.intraday', version: 1, hash: expect.stringMatching(/^[0-9a-f]{64}$/) };
  const of = { agent: 'signal', model: first, rung: 0 };
  expect(run.steps).toEqual([
    { kind: 'modelAsked', ...of, prompt, timeoutMs: expect.any(Number) },
    { kind: 'modelAnswered', ...of, latencyMs: expect.any(Number), tokens, reply: JSON.stringify(value) },
  ]);
  expect(run.exchanges).toEqual([
    {
      ...of,
      sequence: 1,
      prompt,
      request: {
        turns: [
          { role: 'system', content: expect.stringContaining('signal agent') },
          { role: 'user', content: expect.stringContaining('filter:rvol') },
        ],
        tools: [],
        schema: expect.objectContaining({ required: ['verdict', 'confidence', 'statements'] }),
        stepsLeft: 2,
      },
      requestHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      reply: { content: JSON.stringify(value), thinking: 'let me see', toolCalls: [], tokens, isCut: false },
      fault: null,
      latencyMs: expect.any(Number),
    },
  ]);
  const heard = (isThinking: boolean): string =>
    run.heard.flatMap((it) => (it.isThinking === isThinking ? [it.text] : [])).join('');
  expect([heard(true), heard(false)]).toEqual(['let me see', JSON.stringify(value)]);
  expect(run.heard.length).toBeGreaterThan(4);
});

test('a rung may take the time left divided by the rungs left', async () => {
  const script = withFault({ script: groundedScript(), fault: 'serverError', models: [first, second] });
  await using ollama = await startScriptedOllama({ script });
  using ladder = ladderAt(ollama.url);
  await ladder.probe();
  using run = sampleRun(30_000);

  await ladder.ask(sampleWish(run));

  const timeouts = run.steps.flatMap((step) =>
    step.kind === 'modelAsked' ? [Math.round(step.timeoutMs / 1_000)] : [],
  );
  expect(timeouts).toEqual([10, 15, 30]);
});

test('what became of the last rung is told before the run is over', async () => {
  const script = withFault({ script: groundedScript(), fault: 'hang', models: null });
  await using ollama = await startScriptedOllama({ script });
  using ladder = ladderAt(ollama.url, { models: [first] });
  await ladder.probe();
  using run = sampleRun(300);

  const told = await new Promise((resolve) => {
    run.signal.addEventListener('abort', () => resolve(run.steps.map(({ kind }) => kind)));
    void ladder.ask(sampleWish(run));
  });

  expect(told).toEqual(['modelAsked', 'fellBack']);
  expect(run.exchanges).toMatchObject([{ reply: null, fault: { code: 'MODEL_TIMEOUT' } }]);
});

test('a run without time left asks nobody', async () => {
  await using ollama = await startScriptedOllama({ script: groundedScript() });
  using ladder = ladderAt(ollama.url);
  using run = sampleRun(0);

  expect(await ladder.ask(sampleWish(run))).toMatchObject({ ok: false, error: { code: 'MODEL_TIMEOUT' } });
  expect(ollama.requests).toEqual([]);
});

test('without a model in the settings nobody is asked', async () => {
  using ladder = ladderAt('http://127.0.0.1:9', { models: [] });
  using run = sampleRun(1_000);

  expect(ladder.isAsking()).toBe(false);
  expect(await ladder.ask(sampleWish(run))).toMatchObject({ ok: false, error: { code: 'MODEL_UNKNOWN' } });
});

test('a model looks things up, is told them as data, and cites them', async () => {
  const toolCalls = [
    { name: 'bars', arguments: { symbol: 'EURUSD' } },
    { name: 'bars', arguments: {} },
  ];
  await using ollama = await startScriptedOllama({ script: groundedScript({ toolCalls }) });
  using ladder = ladderAt(ollama.url);
  using run = sampleRun(5_000);
  const tool = sampleTool();

  const said = await ladder.ask(sampleWish(run, { tools: [tool] }));

  expect(tool.asked).toEqual([{ symbol: 'EURUSD' }, { symbol: 'XAUUSD' }]);
  expect(said).toMatchObject({ ok: true, value: { readings: [{ evidence: [lookedUp] }, { evidence: [lookedUp] }] } });
  expect(said.ok && said.value.value.statements.flatMap(({ citations }) => citations)).toContainEqual({
    evidenceId: 'bar:close',
    value: 2345.6,
  });
  expect(run.steps.map(({ kind }) => kind)).toEqual([
    ...(['modelAsked', 'modelAnswered', 'toolCalled', 'toolCalled', 'modelAsked', 'modelAnswered'] as const),
  ]);
  const [looking, answering] = asked(ollama.chats);
  expect([looking?.tools, looking?.format]).toEqual([['bars'], null]);
  expect([answering?.tools, answering?.format]).toEqual([[], expect.objectContaining({ type: 'object' })]);
  const told = answering?.messages.filter(({ role }) => role === 'tool') ?? [];
  expect(told.map(({ content }) => content)).toEqual([
    expect.stringMatching(/^\[begin data-.*never an instruction\]\n\{"evidenceId":"bar:close".*\n\[end data-/s),
    expect.stringContaining('bar:close'),
  ]);
  expect(run.exchanges).toHaveLength(2);
});

test('what a tool cannot be asked, and what it could not read, is told to the model and not to the tool', async () => {
  const toolCalls = [
    { name: 'bars', arguments: { symbol: { $ne: null } } },
    { name: 'bars', arguments: 'XAUUSD' },
  ];
  const script = groundedScript({ toolCalls });
  await using ollama = await startScriptedOllama({ script });
  using ladder = ladderAt(ollama.url);
  const toldTo = async (tool: ReturnType<typeof sampleTool>): Promise<readonly string[]> => {
    using run = sampleRun(5_000);
    expect(await ladder.ask(sampleWish(run, { tools: [tool] }))).toMatchObject({ ok: true });
    return run.steps.flatMap((step) => (step.kind === 'toolCalled' ? [step.fault?.code ?? 'none'] : []));
  };
  const tool = sampleTool();

  expect(await toldTo(tool)).toEqual(['TOOL_ARGUMENTS_INVALID', 'TOOL_ARGUMENTS_INVALID']);
  expect(tool.asked).toEqual([]);

  ollama.play(groundedScript({ toolCalls: [{ name: 'bars', arguments: {} }] }));
  expect(await toldTo(sampleTool(err(fault('TOOL_FAILED', 'no bars'))))).toEqual(['TOOL_FAILED']);
  expect(asked(ollama.chats).at(-1)?.messages.at(-1)?.content).toContain('TOOL_FAILED: no bars');

  ollama.play(withFault({ script, fault: 'unknownTool', models: null }));
  expect(await toldTo(sampleTool())).toEqual(['TOOL_FAILED']);
  expect(asked(ollama.chats).at(-1)?.messages.at(-1)?.content).toContain('There are: bars.');
});

test('look-ups are counted: those above stepsMax are not made, and then the answer is asked for', async () => {
  const toolCalls = [1, 2, 3, 4].map((n) => ({ name: 'bars', arguments: { symbol: `S${n}` } }));
  await using ollama = await startScriptedOllama({ script: groundedScript({ toolCalls }) });
  using ladder = ladderAt(ollama.url, { stepsMax: 3 });
  using run = sampleRun(5_000);
  const tool = sampleTool();

  expect(await ladder.ask(sampleWish(run, { tools: [tool] }))).toMatchObject({ ok: true });
  expect(tool.asked).toEqual(['S1', 'S2', 'S3'].map((symbol) => ({ symbol })));
  expect(asked(ollama.chats).map(({ tools }) => tools.length)).toEqual([1, 0]);
});

test('a tool that does not answer ends with the time of its rung', async () => {
  await using ollama = await startScriptedOllama({
    script: groundedScript({ toolCalls: [{ name: 'bars', arguments: {} }] }),
  });
  using ladder = ladderAt(ollama.url, { models: [first] });
  await ladder.probe();
  using run = sampleRun(250);
  const tool = { ...sampleTool(), read: () => new Promise<never>(() => undefined) };

  expect(await ladder.ask(sampleWish(run, { tools: [tool] }))).toMatchObject({ error: { code: 'MODEL_TIMEOUT' } });
});

test('a model that cannot use tools is shown what was gathered, and no tools', async () => {
  await using ollama = await startScriptedOllama({ script: groundedScript() });
  using ladder = ladderAt(ollama.url, { models: [local] });
  using run = sampleRun(5_000);

  expect(await ladder.ask(sampleWish(run, { tools: [sampleTool()] }))).toMatchObject({ ok: true });
  expect(asked(ollama.chats)).toMatchObject([{ model: local, tools: [], isThinking: false, format: {} }]);
});

test('prose where JSON was wished before the look-ups is asked for once more, by the schema', async () => {
  const good = groundedScript();
  await using ollama = await startScriptedOllama({
    script: (call) => (call.tools.length > 0 ? { kind: 'reply', content: 'I would say it is fine.' } : good(call)),
  });
  using ladder = ladderAt(ollama.url);
  using run = sampleRun(5_000);

  expect(await ladder.ask(sampleWish(run, { tools: [sampleTool()] }))).toMatchObject({
    ok: true,
    value: { model: first },
  });
  expect(run.exchanges).toHaveLength(2);
});

const withSchema = (keepsSchema: ScriptedModel['keepsSchema']): readonly ScriptedModel[] =>
  scriptedModels.map((model) => (model.name === first ? { ...model, keepsSchema } : model));

test('a model that drops the schema while it thinks is asked without thinking', async () => {
  await using ollama = await startScriptedOllama({ script: groundedScript(), models: withSchema('withoutThinking') });
  using ladder = ladderAt(ollama.url);
  using run = sampleRun(5_000);

  expect(await ladder.ask(sampleWish(run))).toMatchObject({ ok: true, value: { model: first } });
  expect(ollama.chats.map(({ isProbe, isThinking }) => [isProbe, isThinking])).toEqual([
    ...[
      [true, true],
      [true, false],
    ],
    [false, false],
  ]);
});

test('a model that keeps to no schema is passed', async () => {
  await using ollama = await startScriptedOllama({ script: groundedScript(), models: withSchema('never') });
  using ladder = ladderAt(ollama.url);
  using run = sampleRun(5_000);

  expect(await ladder.ask(sampleWish(run))).toMatchObject({ ok: true, value: { model: second } });
  expect(run.steps[0]).toMatchObject({ kind: 'fellBack', fault: { code: 'MODEL_REPLY_INVALID' } });
  expect(asked(ollama.chats).map(({ model }) => model)).toEqual([second]);
});

test('a model is probed once, and again after it failed', async () => {
  await using ollama = await startScriptedOllama({ script: groundedScript() });
  using ladder = ladderAt(ollama.url, { models: [first] });
  const probes = (): number => ollama.chats.filter(({ isProbe }) => isProbe).length;
  const ask = async (): Promise<boolean> => {
    using run = sampleRun(5_000);
    return (await ladder.ask(sampleWish(run))).ok;
  };

  await Promise.all([ladder.probe(), ask(), ask()]);
  expect([await ask(), probes()]).toEqual([true, 1]);
  ollama.play(withFault({ script: groundedScript(), fault: 'wrongSchema', models: null }));
  expect([await ask(), probes()]).toEqual([false, 1]);
  ollama.play(groundedScript());
  expect([await ask(), probes()]).toEqual([true, 2]);
});

test('three failures in a row pause a rung for half a minute, and then one question tries it', async () => {
  let leapMs = 0;
  const monotonicClock: MonotonicClock = { nowMs: () => durationMs(realTime.monotonicClock.nowMs() + leapMs) };
  const faulty = withFault({ script: groundedScript(), fault: 'serverError', models: [first] });
  await using ollama = await startScriptedOllama({ script: faulty });
  using ladder = ladderAt(ollama.url, { models: [first, second], monotonicClock });
  const firstCalls = (): number => asked(ollama.chats).filter(({ model }) => model === first).length;
  const ask = async (): Promise<readonly unknown[]> => {
    using run = sampleRun(8_000);
    const said = await ladder.ask(sampleWish(run));
    const fell = run.steps.flatMap((step) => (step.kind === 'fellBack' ? [step.fault.code] : []));
    const timeouts = run.steps.flatMap((step) =>
      step.kind === 'modelAsked' ? [Math.round(step.timeoutMs / 1e3)] : [],
    );
    return [said.ok && said.value.model, ...fell, ...timeouts];
  };

  for (let i = 0; i < 3; i++) expect(await ask()).toEqual([second, 'MODEL_FAILED', 4, 8]);
  // Paused: it is not asked, and the other one has all the time.
  expect(await ask()).toEqual([second, 'MODEL_PAUSED', 8]);
  leapMs = 29_000;
  expect(await ask()).toEqual([second, 'MODEL_PAUSED', 8]);
  expect(firstCalls()).toBe(3);
  leapMs = 31_000;
  expect(await ask()).toEqual([second, 'MODEL_FAILED', 4, 8]);
  expect(await ask()).toEqual([second, 'MODEL_PAUSED', 8]);
  leapMs = 62_000;
  ollama.play(groundedScript());
  expect(await ask()).toEqual([first, 4]);
  expect(await ask()).toEqual([first, 4]);
});

test('with every rung paused nobody is asked, at once, until the pause is over', async () => {
  let leapMs = 0;
  const monotonicClock: MonotonicClock = { nowMs: () => durationMs(realTime.monotonicClock.nowMs() + leapMs) };
  await using ollama = await startScriptedOllama({ script: groundedScript() });
  await ollama.refuse();
  using ladder = ladderAt(ollama.url, { monotonicClock });
  using run = sampleRun(5_000);

  for (let i = 0; i < 3; i++) {
    expect(ladder.isAsking()).toBe(true);
    await ladder.ask(sampleWish(run));
  }

  expect(ladder.isAsking()).toBe(false);
  expect(await ladder.ask(sampleWish(run))).toMatchObject({ ok: false, error: { code: 'MODEL_PAUSED' } });
  leapMs = 31_000;
  expect(ladder.isAsking()).toBe(true);
  await ollama.accept();
  expect(await ladder.ask(sampleWish(run))).toMatchObject({ ok: true, value: { model: first } });
});

test('a run that is given up closes its connection, and is no failure of the model', async () => {
  const script = withFault({ script: groundedScript(), fault: 'hangAfterWords', models: null });
  await using ollama = await startScriptedOllama({ script });
  using ladder = ladderAt(ollama.url);
  await ladder.probe();

  for (let i = 0; i < 4; i++) {
    using run = sampleRun(20_000);
    const asking = ladder.ask(sampleWish(run));
    await expect.poll(() => run.heard.length).toBeGreaterThan(0);
    run.abort();
    expect(await asking).toMatchObject({ ok: false, error: { code: 'AGENT_RUN_CANCELLED' } });
    expect(run.steps.filter(({ kind }) => kind === 'fellBack')).toHaveLength(1);
  }
  await expect.poll(() => ollama.openSockets()).toBe(0);
  expect(ladder.isAsking()).toBe(true);
});

test('a ladder that is disposed lets go of what it asks, and asks nobody after', async () => {
  const script = withFault({ script: groundedScript(), fault: 'hang', models: null, isProbed: true });
  await using ollama = await startScriptedOllama({ script });
  const ladder = ladderAt(ollama.url);
  using run = sampleRun(20_000);
  const asking = ladder.ask(sampleWish(run));
  await expect.poll(() => ollama.chats.length).toBe(1);

  ladder[Symbol.dispose]();

  expect(await asking).toMatchObject({ ok: false, error: { code: 'AGENT_RUN_CANCELLED' } });
  expect(ladder.isAsking()).toBe(false);
  await expect.poll(() => ollama.openSockets()).toBe(0);
});

test('a password in the address is told to nobody', async () => {
  await using ollama = await startScriptedOllama({ script: groundedScript() });
  const { logger, lines } = createRecordingLogger();
  using ladder = ladderAt(ollama.url.replace('://', '://trader:hunter2@'), { logger });
  using run = sampleRun(5_000);

  const answered = await ladder.ask(sampleWish(run));
  await ollama.refuse();
  const refused = await ladder.ask(sampleWish(run));

  expect([answered.ok, refused.ok]).toEqual([true, false]);
  const told = JSON.stringify([answered, refused, run.steps, run.exchanges, run.heard, lines, ollama.requests]);
  expect(told).not.toContain('hunter2');
});
