import type { Fault } from '#shared/base/fault.ts';
import type { ProjectionHealth, ProjectionName } from '#shared/contract/memory.ts';
import { secondsToMs } from '#shared/units/duration-ms.ts';
import type { Ladder, Rung } from '#main/memory/search/ladder.ts';
import type { MonotonicClock } from '#main/ports/clock.ts';
import type { Projector } from '#main/stores/projection/projector.ts';

type Adapter = ProjectionHealth['adapter'];

/** How a server stands that a projection is mirrored on. */
export interface ServerState {
  readonly isUp: boolean;
  /** False where there is none on this computer and nobody asked for one. */
  readonly isWanted: boolean;
  readonly server: string;
  readonly attempts: number;
  readonly nextAttemptInMs: number | null;
  readonly fault: Fault | null;
}

/** A server that holds a copy of our rows, and what brings them there. */
export interface Server<Reads, A extends Adapter> extends AsyncDisposable {
  readonly rung: Rung<Reads, A>;
  readonly state: () => ServerState;
  readonly projector: Pick<
    Projector<{ readonly revision: number }>,
    'start' | 'wake' | 'check' | 'state' | 'untilInStep'
  >;
  readonly start: () => void;
  readonly onChange: (listener: () => void) => Disposable;
}

/** A projection on two rungs: rows of our own, which are always there, and a server's copy of them. */
export interface Mirror<Reads, A extends Adapter> extends AsyncDisposable {
  readonly ladder: Ladder<Reads, A>;
  readonly health: () => Omit<ProjectionHealth, 'name'>;
  /** Rows changed. */
  readonly wake: () => void;
  readonly start: () => void;
  /** Until the server's copy says what the rows say, or the server is not up. */
  readonly settle: (signal: AbortSignal) => Promise<void>;
}

/** What one question could not get from the server, the next ones do not wait for. */
const distrustMs = secondsToMs(10);

/** Rows are brought there from when it is first up; whenever it comes back it is asked how far it is. */
function startServer<Reads, A extends Adapter>({ state, start, onChange, projector }: Server<Reads, A>): void {
  let isCopying = false;
  onChange(() => {
    if (isCopying) projector.check();
    else if (state().isUp) {
      isCopying = true;
      projector.start();
    }
  });
  start();
}

/** Nothing is copied anywhere. */
const atRest = { server: '', depth: 0, lagMs: 0, attempts: 0, nextAttemptInMs: null, fault: null } as const;

const ownOf = <A extends Adapter>({ adapter }: { readonly adapter: A }) => ({ adapter, wanted: adapter });

/** The server answers while it is up, in step, and has not failed a question just now; otherwise the rows do, so marked. */
export function createMirror<Reads, A extends Adapter>({
  projection,
  rows,
  server,
  deadLetters,
  monotonicClock,
}: {
  readonly projection: ProjectionName;
  readonly rows: Rung<Reads, A>;
  readonly server: Server<Reads, A> | null;
  readonly deadLetters: (projection: ProjectionName) => number;
  readonly monotonicClock: MonotonicClock;
}): Mirror<Reads, A> {
  let trustedFromMs = -Infinity;
  const answering = (): Rung<Reads, A> => {
    if (server === null || monotonicClock.nowMs() < trustedFromMs) return rows;
    return server.state().isUp && server.projector.state().inStep ? server.rung : rows;
  };
  return {
    ladder: {
      now: answering,
      below: ({ code }) => {
        if (server === null) return null;
        // A question that is wrong says nothing about who was asked.
        if (code === 'VECTORS_REFUSED' || code === 'GRAPH_REFUSED') return rows;
        trustedFromMs = monotonicClock.nowMs() + distrustMs;
        server.projector.check();
        return rows;
      },
    },
    health: () => {
      const of = server?.state();
      if (server === null || of?.isWanted !== true) {
        return { ...atRest, ...ownOf(rows), deadLetters: deadLetters(projection) };
      }
      const copying = server.projector.state();
      const failing = of.isUp ? copying : of;
      return {
        adapter: answering().adapter,
        wanted: server.rung.adapter,
        server: of.server,
        depth: copying.depth,
        lagMs: copying.lagMs,
        deadLetters: deadLetters(projection),
        attempts: failing.attempts,
        nextAttemptInMs: failing.nextAttemptInMs,
        fault: of.fault ?? copying.fault,
      };
    },
    wake: () => {
      if (server?.state().isUp === true) server.projector.wake();
    },
    start: () => {
      if (server !== null) startServer(server);
    },
    settle: async (signal) => {
      if (server === null) return;
      const lost = new AbortController();
      const endWhereDown = (): void => {
        if (!server.state().isUp) lost.abort();
      };
      using watching = new DisposableStack();
      watching.use(server.onChange(endWhereDown));
      endWhereDown();
      await server.projector.untilInStep(AbortSignal.any([signal, lost.signal]));
    },
    [Symbol.asyncDispose]: async () => {
      await server?.[Symbol.asyncDispose]();
    },
  };
}
