import { createRecordingLogger, type RecordedLine } from '#main/testkit/recording-logger.ts';
import { startCuttingProxy, type CuttingProxy } from '#main/testkit/cutting-proxy.ts';
import { startRealNeo4j, type RealNeo4j } from '#main/testkit/real-neo4j.ts';
import { realTime } from '#main/testkit/real-time.ts';
import { BoltConnection, type BoltLimits, type BoltState } from './bolt-connection.ts';
import type { BoltServer } from './bolt-driver.ts';
import { durationMs, secondsToMs } from '#shared/units/duration-ms.ts';

/** A real Neo4j with a proxy before it, for a whole file of tests. */
export interface BoltRig extends AsyncDisposable {
  readonly neo4j: RealNeo4j;
  readonly proxy: CuttingProxy;
  /** Through the proxy, with the right password, and with short waits; started. It ends with the rig. */
  readonly connect: (wish?: { readonly server?: Partial<BoltServer>; readonly limits?: Partial<BoltLimits> }) => Tried;
}

/** A connection, and all that it told. */
export interface Tried {
  readonly connection: BoltConnection;
  readonly states: readonly BoltState[];
  readonly lines: readonly RecordedLine[];
  /** Resolves with the first state from now on, the present one included, of a kind. */
  readonly until: <Kind extends BoltState['kind']>(kind: Kind) => Promise<Extract<BoltState, { kind: Kind }>>;
}

export async function startBoltRig(): Promise<BoltRig> {
  const disposables = new AsyncDisposableStack();
  const neo4j = disposables.use(await startRealNeo4j());
  const proxy = disposables.use(await startCuttingProxy(neo4j.port));
  return {
    neo4j,
    proxy,
    connect: ({ server, limits } = {}) => {
      const { logger, lines } = createRecordingLogger();
      const { user, password } = neo4j;
      const url = `bolt://127.0.0.1:${proxy.port}`;
      const connection = disposables.use(
        new BoltConnection({
          ...realTime,
          logger,
          server: { url, user, password, certificateFile: null, database: null, ...server },
          limits: { ...ofTests, ...limits },
        }),
      );
      const states: BoltState[] = [];
      connection.onChange((state) => states.push(state));
      connection.start();
      return { connection, states, lines, until: (kind) => untilState(connection, kind) };
    },
    [Symbol.asyncDispose]: () => disposables.disposeAsync(),
  };
}

/** Short waits, and much time: what a server that has just begun is asked first takes seconds on a busy machine. */
const ofTests: BoltLimits = {
  connectMsMax: secondsToMs(40),
  readMsMax: secondsToMs(40),
  writeMsMax: secondsToMs(40),
  waits: { firstMs: 20, longestMs: 200 },
  refusedWaits: { firstMs: 20_000, longestMs: 30_000 },
};

const untilMsMax = 60_000;

function untilState<Kind extends BoltState['kind']>(
  connection: BoltConnection,
  kind: Kind,
): Promise<Extract<BoltState, { kind: Kind }>> {
  const fits = (state: BoltState): state is Extract<BoltState, { kind: Kind }> => state.kind === kind;
  const { state } = connection;
  if (fits(state)) return Promise.resolve(state);
  return new Promise((resolve, reject) => {
    const timer = realTime.timers.after(durationMs(untilMsMax), () =>
      reject(new Error(`it did not come to ${kind}: ${JSON.stringify(connection.state)}`)),
    );
    const listening = connection.onChange((next) => {
      if (!fits(next)) return;
      timer[Symbol.dispose]();
      listening[Symbol.dispose]();
      resolve(next);
    });
  });
}
