import { expect, test } from 'vitest';
import { fault, type Fault } from '#shared/base/fault.ts';
import { durationMs } from '#shared/units/duration-ms.ts';
import { createManualClock } from '#main/testkit/manual-clock.ts';
import type { ProjectorState } from '#main/stores/projection/projector.ts';
import { createMirror, type Server, type ServerState } from './mirror.ts';

const unreachable = fault('VECTORS_UNREACHABLE', 'nobody answers');
const unknown = fault('PROJECTION_FAILED', 'it went wrong');

const up: ServerState = {
  isUp: true,
  isWanted: true,
  server: 'Chroma 1.0.0 at http://127.0.0.1:8000',
  attempts: 0,
  nextAttemptInMs: null,
  fault: null,
};
const down: ServerState = { ...up, isUp: false, attempts: 3, nextAttemptInMs: 800, fault: unreachable };
const inStep: ProjectorState = {
  inStep: true,
  depth: 0,
  lagMs: durationMs(0),
  attempts: 0,
  nextAttemptInMs: null,
  fault: null,
  deadLetters: 0,
};
const behind: ProjectorState = { ...inStep, inStep: false, depth: 7, lagMs: durationMs(1_500) };
const failing: ProjectorState = { ...behind, attempts: 2, nextAttemptInMs: durationMs(900), fault: unknown };

/** A server and its projector that stand as the test says, and note what is asked of them. */
class ScriptedServer implements Server<string, 'chroma'> {
  readonly rung = { reads: 'a copy', adapter: 'chroma' } as const;
  readonly asked: string[] = [];
  copying = inStep;
  #state: ServerState = down;
  readonly #listeners = new Set<() => void>();
  readonly #settling = Promise.withResolvers<'inStep'>();

  readonly projector: Server<string, 'chroma'>['projector'] = {
    start: () => void this.asked.push('start copying'),
    wake: () => void this.asked.push('wake'),
    check: () => void this.asked.push('check'),
    state: () => this.copying,
    untilInStep: (signal) => {
      if (signal.aborted) return Promise.resolve('aborted');
      const { promise, resolve } = Promise.withResolvers<'aborted'>();
      signal.addEventListener('abort', () => resolve('aborted'));
      return Promise.race([this.#settling.promise, promise]);
    },
  };

  readonly state = (): ServerState => this.#state;

  readonly start = (): void => void this.asked.push('start');

  readonly onChange = (listener: () => void): Disposable => {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  };

  turn(state: ServerState): void {
    this.#state = state;
    for (const listener of [...this.#listeners]) listener();
  }

  settle(): void {
    this.#settling.resolve('inStep');
  }

  listeners(): number {
    return this.#listeners.size;
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.asked.push('dispose');
    return Promise.resolve();
  }
}

function createRig(deadLetters = 0) {
  const clock = createManualClock();
  const server = new ScriptedServer();
  const common = {
    projection: 'vectors',
    rows: { reads: 'rows', adapter: 'exact' },
    deadLetters: () => deadLetters,
    monotonicClock: clock.monotonic,
  } as const;
  return {
    clock,
    server,
    mirror: createMirror({ ...common, server }),
    alone: createMirror({ ...common, server: null }),
  };
}

test('the server answers while it is up and in step, and the rows do otherwise', () => {
  const { server, mirror } = createRig();
  const answering = (): string => mirror.ladder.now().adapter;
  const told = [answering()];
  for (const [state, copying] of [
    [up, inStep],
    [up, behind],
    [up, inStep],
    [down, inStep],
    [up, inStep],
  ] as const) {
    server.copying = copying;
    server.turn(state);
    told.push(answering());
  }
  expect(told).toEqual(['exact', 'chroma', 'exact', 'chroma', 'exact', 'chroma']);
});

test('after a question that failed the rows answer for ten seconds, and the server is looked at', () => {
  const { clock, server, mirror } = createRig();
  server.turn(up);
  expect(mirror.ladder.below(unreachable)).toEqual({ reads: 'rows', adapter: 'exact' });
  expect(server.asked).toEqual(['check']);
  clock.advance(9_999);
  expect(mirror.ladder.now().adapter).toBe('exact');
  clock.advance(1);
  expect(mirror.ladder.now().adapter).toBe('chroma');
});

test.for(['VECTORS_REFUSED', 'GRAPH_REFUSED'] as const)('%s blames nobody: the server answers the next one', (code) => {
  const { server, mirror } = createRig();
  server.turn(up);
  expect(mirror.ladder.below(fault(code, 'a wrong question'))?.adapter).toBe('exact');
  expect(mirror.ladder.now().adapter).toBe('chroma');
  expect(server.asked).toEqual([]);
});

test('without a server the rows are all there is', async () => {
  const { alone } = createRig(2);
  alone.start();
  alone.wake();
  await alone.settle(new AbortController().signal);
  expect(alone.ladder.now()).toEqual({ reads: 'rows', adapter: 'exact' });
  expect(alone.ladder.below(unreachable)).toBeNull();
  expect(alone.health()).toEqual({
    ...{ adapter: 'exact', wanted: 'exact', server: '', depth: 0, lagMs: 0, deadLetters: 2 },
    ...{ attempts: 0, nextAttemptInMs: null, fault: null },
  });
  await alone[Symbol.asyncDispose]();
});

test('a server that nobody asked for and that is not there is not missed', () => {
  const { server, mirror } = createRig();
  server.copying = behind;
  server.turn({ ...down, isWanted: false, fault: null });
  expect(mirror.health()).toMatchObject({ adapter: 'exact', wanted: 'exact', server: '', depth: 0, fault: null });
});

const healthOf = (state: ServerState, copying: ProjectorState) => {
  const { server, mirror } = createRig(1);
  server.turn(state);
  server.copying = copying;
  return mirror.health();
};

test.for<readonly [string, ServerState, ProjectorState, string, Fault | null, number, number | null]>([
  ['in step', up, inStep, 'chroma', null, 0, null],
  ['behind', up, behind, 'exact', null, 0, null],
  ['up, and failing at the copy', up, failing, 'exact', unknown, 2, 900],
  ['down', down, behind, 'exact', unreachable, 3, 800],
  ['down, and the copy has failed for it', down, failing, 'exact', unreachable, 3, 800],
])('its health when it is %s', ([, state, copying, adapter, told, attempts, nextAttemptInMs]) => {
  expect(healthOf(state, copying)).toEqual({
    ...{ adapter, wanted: 'chroma', server: up.server, deadLetters: 1 },
    ...{ depth: copying.depth, lagMs: copying.lagMs, attempts, nextAttemptInMs, fault: told },
  });
});

test('its health says that the rows answer while nobody trusts the server', () => {
  const { server, mirror } = createRig();
  server.turn(up);
  mirror.ladder.below(unreachable);
  expect(mirror.health()).toMatchObject({ adapter: 'exact', wanted: 'chroma', fault: null });
});

test('copying begins once the server is up, and every change later is a look at it', () => {
  const { server, mirror } = createRig();
  mirror.start();
  mirror.wake();
  server.turn({ ...down, attempts: 4 });
  expect(server.asked).toEqual(['start']);
  server.turn(up);
  mirror.wake();
  server.turn(down);
  mirror.wake();
  server.turn(up);
  expect(server.asked).toEqual(['start', 'start copying', 'wake', 'check', 'check']);
});

test('settling waits for the copy of a server that is up, and for no other', async () => {
  const { server, mirror } = createRig();
  const patient = new AbortController().signal;
  await mirror.settle(patient);
  server.turn(up);
  let isSettled = false;
  const settling = mirror.settle(patient).then(() => {
    isSettled = true;
  });
  await Promise.resolve();
  expect(isSettled).toBe(false);
  server.settle();
  await settling;
  expect(server.listeners()).toBe(0);
});

test('settling ends with the patience of who waits, and with the server', async () => {
  const { server, mirror } = createRig();
  server.turn(up);
  const leaving = new AbortController();
  const cancelled = mirror.settle(leaving.signal);
  leaving.abort();
  await cancelled;
  const left = mirror.settle(new AbortController().signal);
  server.turn({ ...up, server: 'Chroma 1.0.1' });
  server.turn(down);
  await left;
  expect(server.listeners()).toBe(0);
});

test('disposed, its server is let go', async () => {
  const { server, mirror } = createRig();
  await mirror[Symbol.asyncDispose]();
  expect(server.asked).toEqual(['dispose']);
});
