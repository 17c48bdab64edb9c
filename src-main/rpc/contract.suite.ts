import { ORPCError, safe } from '@orpc/client';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { assertDefined } from '#shared/base/assert.ts';
import { fault } from '#shared/base/fault.ts';
import { err, ok } from '#shared/base/result.ts';
import type { CockpitBatch } from '#shared/contract/cockpit-snapshot.ts';
import type { ContractClient } from '#shared/contract/contract-client.ts';
import { engineStatusOf } from '#shared/contract/engine-status.ts';
import { contractVersion } from '#shared/contract/contract.ts';
import type { DeadLetter } from '#shared/contract/memory.ts';
import type { SyncHealthBatch } from '#shared/contract/sync-health.ts';
import { sampleEntryRequest } from '#main/testkit/sample-order.ts';
import type { Actor } from '#shared/events/engine-event.ts';
import { approvalId, positionId } from '#shared/trading/ids.ts';
import { orderParametersSchema } from '#shared/trading/order-parameters.ts';
import { createFakeCockpit, type FakeCockpit } from '#main/testkit/fake-cockpit.ts';
import { createManualClock, type ManualClock } from '#main/testkit/manual-clock.ts';
import { createRecordingLogger } from '#main/testkit/recording-logger.ts';
import { sampleAgentRun, sampleSteps } from '#main/testkit/sample-agent-run.ts';
import { createScriptedAgents, sampleReplayReport, type ScriptedAgents } from '#main/testkit/scripted-agents.ts';
import { sampleDecision } from '#main/testkit/sample-decision.ts';
import { sampleLessonView } from '#main/testkit/sample-lesson.ts';
import { sampleSignalTerms } from '#main/testkit/sample-signal-terms.ts';
import { createScriptedBackups, sampleBackupReport, type ScriptedBackups } from '#main/testkit/scripted-backups.ts';
import { sampleImportReport } from '#main/testkit/sample-import-report.ts';
import { createScriptedImports, type ScriptedImports } from '#main/testkit/scripted-imports.ts';
import {
  createScriptedMemory,
  sampleEventChain,
  sampleRebuildReport,
  sampleSimilarStates,
  sampleSimilarSignals,
  sampleSimilarTexts,
  sampleSimilarTrades,
  type ScriptedMemory,
} from '#main/testkit/scripted-memory.ts';
import { createScriptedSync, type ScriptedSync } from '#main/testkit/scripted-sync.ts';
import { sampleHole, sampleSyncHealth } from '#main/testkit/sample-sync-health.ts';
import { sampleBar } from '#main/testkit/sample-bars.ts';
import { sampleQuote } from '#main/testkit/sample-quote.ts';
import { sampleTrade } from '#main/testkit/sample-trade.ts';
import { lots } from '#shared/units/lots.ts';
import { utcMs } from '#shared/units/utc-ms.ts';
import { sampleSnapshot } from '#main/testkit/sample-snapshot.ts';
import { createContractServer, type ContractServer } from './contract-server.ts';
import { batchDelayMs } from './gathered-stream.ts';
import { progressPeriodMs } from './run-events.ts';

export interface Transport {
  readonly client: ContractClient;
  /** Sends what is no message of the contract. */
  readonly sendRaw: (text: string) => void;
  /** Breaks the connection from the client's side. */
  readonly disconnect: () => void;
  readonly hasEnded: () => boolean;
  readonly dispose: () => Promise<void>;
}

const importWish = {
  ...{ file: '/minutes.csv', symbol: 'XAUUSD', source: 'import', clock: 'ny+7' },
  ...{ timeframe: null, scale: 1, isAgain: false },
};

/** What the contract promises, whatever carries it. */
export function contractSuite(carrier: {
  readonly name: string;
  readonly actor: Actor;
  readonly connect: (server: ContractServer) => Promise<Transport>;
}): void {
  describe(`the contract over ${carrier.name}`, () => {
    let cockpit: FakeCockpit;
    let sync: ScriptedSync;
    let imports: ScriptedImports;
    let memory: ScriptedMemory;
    let backups: ScriptedBackups;
    let agents: ScriptedAgents;
    let clock: ManualClock;
    let recording: ReturnType<typeof createRecordingLogger>;
    let transport: Transport;
    let client: ContractClient;

    beforeEach(async () => {
      cockpit = createFakeCockpit();
      sync = createScriptedSync();
      imports = createScriptedImports();
      memory = createScriptedMemory();
      backups = createScriptedBackups();
      agents = createScriptedAgents();
      clock = createManualClock();
      recording = createRecordingLogger();
      transport = await carrier.connect(
        createContractServer({
          cockpit,
          sync,
          holes: sync,
          imports,
          memory,
          trades: memory,
          backups,
          agents,
          lessons: agents.lessons,
          signals: sampleSignalTerms(),
          timers: clock.timers,
          wallClock: clock.wall,
          marketClock: clock.market,
          logger: recording.logger,
        }),
      );
      client = transport.client;
    });

    afterEach(async () => {
      await transport.dispose();
      const listeners = cockpit.listeners() + sync.listeners() + agents.listeners();
      expect({ listeners, batchTimers: clock.pendingTimers() }).toEqual({
        listeners: 0,
        batchTimers: 0,
      });
    });

    test('answers with its version and the program’s', async () => {
      expect(await client.version()).toEqual({ ...contractVersion, program: '0.1.0' });
    });

    test('passes each request to the cockpit as it was asked, with who asked it', async () => {
      const parameters = orderParametersSchema.parse(sampleEntryRequest());
      await client.approval.approve({ approvalId: approvalId('t-1'), parameters });
      await client.approval.reject({ approvalId: approvalId('t-1'), reason: 'news ahead' });
      const change = { volume: lots(0.01), target: null };
      await client.approval.modify({ approvalId: approvalId('t-1'), parameters, change });
      await client.agents.takeProposal({ proposalId: 'p-1' });
      await client.agents.dismissProposal({ proposalId: 'p-2' });
      await client.agents.retireLesson({ lessonId: 'lesson:reflection/88#1', reason: 'a lucky gap' });
      await client.position.close({ positionId: positionId('7') });
      await client.tradingState.halt({ reason: '  lunch ' });
      await client.tradingState.resume({ reason: 'back again' });
      await client.replay.pause();
      await client.replay.resume();
      await client.replay.step();
      await client.replay.setSpeed({ speed: 60 });
      expect(cockpit.commands).toEqual(
        [
          { kind: 'approve', approvalId: 't-1', parameters },
          { kind: 'reject', approvalId: 't-1', reason: 'news ahead' },
          { kind: 'modifyTicket', approvalId: 't-1', parameters, change },
          { kind: 'takeProposal', proposalId: 'p-1' },
          { kind: 'dismissProposal', proposalId: 'p-2' },
          { kind: 'retireLesson', lessonId: 'lesson:reflection/88#1', reason: 'a lucky gap' },
          { kind: 'closePosition', positionId: '7' },
          { kind: 'halt', reason: 'lunch' },
          { kind: 'resume', reason: 'back again' },
          { kind: 'pauseReplay' },
          { kind: 'resumeReplay' },
          { kind: 'stepReplay' },
          { kind: 'setReplaySpeed', speed: 60 },
        ].map((command) => ({ command, actor: carrier.actor })),
      );
    });

    test('a refusal is an error of the contract that carries the fault', async () => {
      const refusal = fault('APPROVAL_EXPIRED', 'too late', { approvalId: 't-1' });
      cockpit.refuse(refusal);
      const answer = await safe(client.tradingState.halt({ reason: 'lunch' }));
      expect(answer.isDefined).toBe(true);
      expect(answer.error).toMatchObject({ code: 'REFUSED', message: 'too late', data: refusal });
      expect(recording.lines).toEqual([]);
    });

    test('bars come in pages, or as the refusal to choose among sources', async () => {
      const page = { symbol: 'XAUUSD', timeframe: 'M1', beforeUtcMs: null, limit: 10 } as const;
      const bars = [sampleBar({ openTimeUtcMs: 0, close: 2000 })];
      cockpit.answerBars({ ok: true, value: { source: 'import', bars } });
      expect(await client.bars.page(page)).toEqual({ source: 'import', bars });
      cockpit.answerBars({ ok: false, error: fault('SOURCE_AMBIGUOUS', 'two sources') });
      await expect(client.bars.page(page)).rejects.toMatchObject({
        code: 'REFUSED',
        data: { code: 'SOURCE_AMBIGUOUS' },
      });
    });

    test('the synchronizer is asked for symbols or for all, and its refusal is the contract’s', async () => {
      await client.sync.run({ symbols: ['XAUUSD'] });
      await client.sync.run({ symbols: null });
      expect(sync.wishes).toEqual([['XAUUSD'], null]);
      const refusal = fault('SYMBOL_UNKNOWN', 'no GOLD here', { candidates: 'XAUUSD' });
      sync.refuse(refusal);
      await expect(client.sync.run({ symbols: ['GOLD'] })).rejects.toMatchObject({ code: 'REFUSED', data: refusal });
      await expect(client.sync.run({ symbols: [] })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    });

    test('a backup is made where it was wished, and a refusal is the contract’s', async () => {
      expect(await client.backup.create({ into: null })).toEqual(sampleBackupReport());
      await client.backup.create({ into: '/safe' });
      expect(backups.wished).toEqual([null, '/safe']);
      const refusal = fault('BACKUP_FAILED', 'the disk is full', { into: '/safe' });
      backups.refuse(refusal);
      await expect(client.backup.create({ into: '/safe' })).rejects.toMatchObject({ code: 'REFUSED', data: refusal });
      await expect(client.backup.create({ into: '' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    });

    test('holes come in pages', async () => {
      const holes = [sampleHole(), sampleHole({ kind: 'weekend', missingBars: 0 })];
      sync.showHoles(holes);
      const page = { symbol: 'XAUUSD', timeframe: 'M1', fromUtcMs: null, limit: 2 } as const;
      expect(await client.sync.holes(page)).toEqual(holes);
      expect(sync.pagesAsked).toEqual([page]);
    });

    test('an import tells the newest of how far it is, and then its report', async () => {
      const events = await client.imports.run(importWish);
      const told = [events.next()];
      await until(() => imports.wishes.length === 1);
      for (const done of [10, 20]) imports.watch().onProgress({ phase: 'storing', done, total: 30, rows: done });
      clock.advance(progressPeriodMs);
      await told[0];
      told.push(events.next());
      imports.end(ok(sampleImportReport()));
      expect((await Promise.all(told)).map(({ value }) => value)).toEqual([
        { kind: 'progress', progress: { phase: 'storing', done: 20, total: 30, rows: 20 } },
        { kind: 'finished', report: sampleImportReport() },
      ]);
      expect(await events.next()).toMatchObject({ done: true });
      expect(imports.wishes).toEqual([importWish]);
    });

    test('an import that is refused, or not understood, ends in the contract’s own words', async () => {
      const refusal = fault('FILE_NOT_FOUND', 'no such file', { path: importWish.file });
      const events = await client.imports.run(importWish);
      const first = events.next();
      await until(() => imports.wishes.length === 1);
      imports.end(err(refusal));
      await expect(first).rejects.toMatchObject({ code: 'REFUSED', data: refusal });
      await expect(client.imports.run({ ...importWish, scale: 0 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    });

    test('whoever stops to listen to an import, or goes away, cancels it', async () => {
      const stopped = await client.imports.run(importWish);
      const first = stopped.next();
      await until(() => imports.wishes.length === 1);
      const { signal } = imports.watch();
      imports.watch().onProgress({ phase: 'reading', done: 1, total: 2, rows: 1 });
      clock.advance(progressPeriodMs);
      await first;
      await stopped.return(undefined);
      await until(() => signal.aborted);
      const lost = await client.imports.run(importWish);
      const waiting = lost.next().catch((error: unknown) => error);
      await until(() => imports.wishes.length === 2);
      const { signal: second } = imports.watch();
      transport.disconnect();
      await until(() => second.aborted);
      await waiting;
    });

    test('what happened before is found as it was asked for, with what the wish left out filled in', async () => {
      const state = { kind: 'moment', symbol: 'XAUUSD', timeframe: 'H1', atUtcMs: utcMs(1_704_153_600_000) } as const;
      expect(await client.memory.similarStates({ state })).toEqual(sampleSimilarStates());
      expect(await client.memory.similarTrades({ state, owner: 'B' })).toEqual(sampleSimilarTrades());
      expect(await client.memory.similarSignals({ state, scenario: 'B' })).toEqual(sampleSimilarSignals());
      expect(await client.memory.similarTexts({ text: ' payrolls ' })).toEqual(sampleSimilarTexts());
      expect(await client.memory.eventChain({ id: 'trade:88#1' })).toEqual(sampleEventChain());
      const ends = { from: 'signal:s-1', to: 'trade:88#1' } as const;
      expect(await client.memory.path(ends)).toEqual(sampleEventChain());
      expect(await client.memory.tradesByRegime({})).toEqual([]);
      const common = { asOfUtcMs: null, k: 10 };
      expect(memory.asked).toEqual([
        { name: 'similarStates', wish: { state, ...common, symbols: null, fromUtcMs: null, barsApart: 24 } },
        { name: 'similarTrades', wish: { state, ...common, symbols: null, owner: 'B' } },
        { name: 'similarSignals', wish: { state, ...common, symbols: null, scenario: 'B' } },
        { name: 'similarTexts', wish: { text: 'payrolls', ...common } },
        { name: 'eventChain', wish: 'trade:88#1' },
        { name: 'path', wish: ends },
        { name: 'tradesByRegime', wish: { asOfUtcMs: null, symbol: null, scenario: null } },
      ]);
      const refusal = fault('RECORD_UNKNOWN', 'no such record', { id: 'deal:1' });
      memory.refuse(refusal);
      await expect(client.memory.eventChain({ id: 'deal:1' })).rejects.toMatchObject({
        code: 'REFUSED',
        data: refusal,
      });
    });

    test('trades come in pages behind a mark, and what was refused for good newest first', async () => {
      const first = sampleTrade({ positionId: '2' });
      const second = sampleTrade({ positionId: '1' });
      const letter: DeadLetter = {
        ...{ projection: 'graph', target: 'bolt', key: 'deal:1', attempts: 1, diedAtUtcMs: utcMs(7) },
        fault: fault('GRAPH_REFUSED', 'no'),
      };
      memory.show({ trades: [first, second], deadLetters: [letter] });
      expect(await client.memory.trades({ before: null, limit: 1 })).toEqual([first]);
      const { openedAtUtcMs, positionId, ordinal } = first;
      const before = { openedAtUtcMs, positionId, ordinal };
      expect(await client.memory.trades({ before, limit: 10 })).toEqual([second]);
      expect(await client.memory.deadLetters({ limit: 10 })).toEqual([letter]);
    });

    test('a rebuild tells how far it is, then its report; who goes away cancels it', async () => {
      const events = await client.memory.rebuild({ projection: 'graph' });
      const first = events.next();
      await until(() => memory.rebuilds.length === 1);
      memory.watch().onProgress({ kind: 'progress', done: 1, depth: 9 });
      memory.watch().onProgress({ kind: 'progress', done: 4, depth: 6 });
      await until(() => clock.pendingTimers() === 1);
      clock.advance(progressPeriodMs);
      expect((await first).value).toEqual({ kind: 'progress', done: 4, depth: 6 });
      memory.endRebuild(ok(sampleRebuildReport()));
      expect((await events.next()).value).toEqual({ kind: 'finished', report: sampleRebuildReport() });
      expect((await events.next()).done).toBe(true);
      const left = await client.memory.rebuild({ projection: 'vectors' });
      const waiting = left.next().catch((error: unknown) => error);
      await until(() => memory.rebuilds.length === 2);
      const { signal } = memory.watch();
      const refusal = await safe((await client.memory.rebuild({ projection: 'graph' })).next());
      expect(refusal.error).toMatchObject({ code: 'REFUSED', data: { code: 'REBUILD_RUNNING' } });
      transport.disconnect();
      await until(() => signal.aborted);
      await waiting;
    });

    test('health is streamed whole, and only its newest where the subscriber was slow', async () => {
      const toldBy = (health: SyncHealthBatch): unknown => [health.sequence, health.health.circuit];
      const stream = await client.sync.changed({ subscriptionId: 'window-1' });
      const told: unknown[] = [toldBy(await nextOf(stream))];
      const second = nextOf(stream);
      sync.publish(sampleSyncHealth({ circuit: 'open' }));
      sync.publish(sampleSyncHealth({ circuit: 'halfOpen' }));
      await client.sync.acknowledge({ subscriptionId: 'window-1', sequence: 1 });
      told.push(toldBy(await second));
      await expect(client.sync.acknowledge({ subscriptionId: 'window-1', sequence: 1 })).rejects.toMatchObject({
        data: { code: 'REQUEST_INVALID', facts: { sequence: 1 } },
      });
      await client.sync.acknowledge({ subscriptionId: 'window-1', sequence: 2 });
      const third = nextOf(stream);
      sync.publish(sampleSyncHealth());
      told.push(toldBy(await third));
      expect(told).toEqual([
        [1, 'closed'],
        [2, 'halfOpen'],
        [3, 'closed'],
      ]);
      expect(await client.sync.health()).toEqual(sampleSyncHealth());
      await stream.return(undefined);
      await until(() => sync.listeners() === 0);
    });

    test('one who listens to the synchronizer and goes away while nothing happens is freed', async () => {
      const stream = await client.sync.changed({ subscriptionId: 'window-1' });
      await stream.next();
      const waiting = stream.next().catch((error: unknown) => error);
      expect(sync.listeners()).toBe(1);
      transport.disconnect();
      await until(() => sync.listeners() === 0);
      await waiting;
    });

    test('runs of agents are found as they were wished, and opened by their ids', async () => {
      const run = sampleAgentRun();
      agents.show([run]);
      expect(await client.agents.runs({ symbol: 'XAUUSD' })).toEqual([run.summary]);
      expect(agents.wishes).toEqual([
        { scenario: null, symbol: 'XAUUSD', kind: null, decisionId: null, before: null, limit: 50 },
      ]);
      expect(await client.agents.run({ runId: run.summary.runId })).toEqual(run);
      await expect(client.agents.run({ runId: 'entry:gone@1' })).rejects.toMatchObject({
        code: 'REFUSED',
        data: { code: 'AGENT_RUN_UNKNOWN', facts: { runId: 'entry:gone@1' } },
      });
    });

    test('status, waiting tickets and the newest runs are told as programs are told them', async () => {
      const run = sampleAgentRun();
      agents.show([run]);
      expect(await client.cockpit.status()).toEqual(engineStatusOf(sampleSnapshot()));
      expect(await client.approval.list()).toEqual([]);
      expect(await client.agents.latest({ symbol: 'XAUUSD', limit: 3 })).toEqual([run.summary]);
      expect(await client.agents.latest({ before: run.summary.runId })).toEqual([]);
    });

    test('signals are told, asked for aside, and streamed with their answer last', async () => {
      const decision = sampleDecision();
      const scenario = { scenario: 'B', symbol: 'XAUUSD', timeframe: 'M15', phase: 'idle', decision };
      cockpit.show(sampleSnapshot({ scenarios: [scenario], quotes: [sampleQuote()] }));
      const wish = { scenario: 'swing', symbol: 'XAUUSD' } as const;
      const answer = await client.signal.latest(wish);
      expect(answer).toMatchObject({ ...wish, decisionId: decision.decisionId, mode: 'rulesOnly' });
      expect(await client.signal.invoke(wish)).toEqual(answer);
      const stream = await client.signal.stream(wish);
      expect(await nextOf(stream)).toEqual({ kind: 'answer', answer });
      expect((await stream.next()).done).toBe(true);
      await expect(client.signal.latest({ ...wish, symbol: 'EURUSD' })).rejects.toMatchObject({
        code: 'REFUSED',
        data: { code: 'SYMBOL_UNKNOWN' },
      });
    });

    test('a run is played again by its recording or by models, or refused', async () => {
      const wish = { runId: 'entry:decision-1@0', source: 'model' } as const;
      expect(await client.agents.replay(wish)).toEqual(sampleReplayReport(wish));
      const refusal = fault('AGENT_RUN_UNKNOWN', 'no such run', { runId: wish.runId });
      agents.refuse(refusal);
      await expect(client.agents.replay(wish)).rejects.toMatchObject({ code: 'REFUSED', data: refusal });
      expect(agents.replayed).toEqual([wish, wish]);
    });

    test('lessons come newest first with what came of them', async () => {
      expect(await client.agents.lessons({ beforeUtcMs: null, limit: 5 })).toEqual([]);
      const lesson = sampleLessonView();
      agents.showLessons([lesson]);
      expect(await client.agents.lessons({ beforeUtcMs: null, limit: 5 })).toEqual([lesson]);
    });

    test('runs are followed: the newest first, then what happens in them', async () => {
      const run = sampleAgentRun();
      agents.show([run]);
      const { runId } = run.summary;
      const stream = await client.agents.changed({ subscriptionId: 'window-1' });
      expect(await nextOf(stream)).toEqual({ kind: 'runs', sequence: 1, runs: [run.summary] });
      const told = nextOf(stream);
      const words = { kind: 'words', runId, agent: 'signal', model: 'llama', isThinking: false } as const;
      for (const text of ['The range ', 'is broken.']) agents.publish({ ...words, text });
      const step = assertDefined(sampleSteps[0], 'a run has a step');
      agents.publish({ kind: 'stepTaken', runId, step });
      await until(() => clock.pendingTimers() === 1);
      clock.advance(batchDelayMs);
      expect(await told).toEqual({
        kind: 'news',
        sequence: 2,
        news: [
          { ...words, text: 'The range is broken.' },
          { kind: 'stepTaken', runId, step },
        ],
      });
      await client.agents.acknowledge({ subscriptionId: 'window-1', sequence: 2 });
      await expect(client.agents.acknowledge({ subscriptionId: 'window-1', sequence: 2 })).rejects.toMatchObject({
        data: { code: 'REQUEST_INVALID' },
      });
      await stream.return(undefined);
      await until(() => agents.listeners() === 0);
    });

    test('a request that does not fit the contract never reaches the cockpit', async () => {
      await expect(client.tradingState.halt({ reason: ' x ' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
      await expect(client.replay.setSpeed({ speed: 0 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
      expect(cockpit.commands).toEqual([]);
    });

    test('a failure inside is logged with its cause and told without it', async () => {
      cockpit.show(sampleSnapshot());
      const broken = new Error('a secret path');
      vi.spyOn(cockpit, 'snapshot').mockImplementation(() => {
        throw broken;
      });
      const error: unknown = await client.cockpit.snapshot().catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(ORPCError);
      expect(JSON.stringify(error)).not.toContain('secret');
      expect(recording.lines).toEqual([{ level: 'error', message: 'a request failed', error: broken, facts: {} }]);
    });

    test('streams a snapshot and then what changed, and frees everything when the subscriber stops', async () => {
      const batches: CockpitBatch[] = [];
      for await (const batch of await client.cockpit.changed({ subscriptionId: 'window-1' })) {
        batches.push(batch);
        await client.cockpit.acknowledge({ subscriptionId: 'window-1', sequence: batch.sequence });
        if (batches.length === 3) break;
        cockpit.publish({ kind: 'quoteChanged', quote: sampleQuote({ bid: 2000 + batches.length }) });
        await until(() => clock.pendingTimers() === 1);
        clock.advance(batchDelayMs);
      }
      expect(batches).toMatchObject([
        { kind: 'snapshot', sequence: 1, snapshot: sampleSnapshot() },
        { kind: 'deltas', sequence: 2, deltas: [{ kind: 'quoteChanged', quote: { bid: 2001 } }] },
        { kind: 'deltas', sequence: 3, deltas: [{ kind: 'quoteChanged', quote: { bid: 2002 } }] },
      ]);
      await until(() => cockpit.listeners() === 0);
    });

    test('a subscriber that goes away while nothing happens is freed as well', async () => {
      const stream = await client.cockpit.changed({ subscriptionId: 'window-1' });
      await stream.next();
      const waiting = stream.next().catch((error: unknown) => error);
      expect(cockpit.listeners()).toBe(1);
      transport.disconnect();
      await until(() => cockpit.listeners() === 0);
      await waiting;
    });

    test('an id serves one subscription at a time, and again after it', async () => {
      const first = await client.cockpit.changed({ subscriptionId: 'window-1' });
      await expect(client.cockpit.changed({ subscriptionId: 'window-1' })).rejects.toMatchObject({
        code: 'REFUSED',
        data: { code: 'REQUEST_INVALID' },
      });
      await first.return(undefined);
      await until(() => cockpit.listeners() === 0);
      const again = await client.cockpit.changed({ subscriptionId: 'window-1' });
      expect((await again.next()).value).toMatchObject({ kind: 'snapshot', sequence: 1 });
    });

    test('subscriptions of one peer are bounded', async () => {
      for (let count = 1; count <= 8; count++) await client.cockpit.changed({ subscriptionId: `window-${count}` });
      await expect(client.cockpit.changed({ subscriptionId: 'window-9' })).rejects.toMatchObject({
        data: { code: 'REQUEST_INVALID', facts: { subscriptionsMax: 8 } },
      });
      transport.disconnect();
      await until(() => cockpit.listeners() === 0);
    });

    test('only a batch that is under way can be acknowledged', async () => {
      await expect(client.cockpit.acknowledge({ subscriptionId: 'window-1', sequence: 1 })).rejects.toMatchObject({
        data: { code: 'REQUEST_INVALID', facts: { id: 'window-1' } },
      });
      const stream = await client.cockpit.changed({ subscriptionId: 'window-1' });
      await stream.next();
      await expect(client.cockpit.acknowledge({ subscriptionId: 'window-1', sequence: 2 })).rejects.toMatchObject({
        data: { code: 'REQUEST_INVALID', facts: { sequence: 2 } },
      });
    });

    test.each(['', '{', 'null', '{"i":1}', '[]', '{"i":"1","p":{"u":7}}'])(
      'what is no message of the contract ends the connection and nothing else: %s',
      async (text) => {
        transport.sendRaw(text);
        await until(() => transport.hasEnded());
        expect(recording.lines).toMatchObject([{ level: 'error' }]);
      },
    );
  });
}

async function nextOf<Batch>(stream: AsyncIterator<Batch>): Promise<Batch> {
  const { value, done } = await stream.next();
  if (done === true) throw new Error('the stream has ended');
  return value;
}

const until = (condition: () => boolean): Promise<boolean> => vi.waitUntil(condition, { interval: 2, timeout: 20_000 });
