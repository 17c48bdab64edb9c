import { cutAtRandom, startCuttingProxy, type CuttingProxy } from '#main/testkit/cutting-proxy.ts';
import { chromaPin, findRealChroma } from '#main/testkit/real-chroma.ts';
import { neo4jVersion, startRealNeo4j, whyNoRealNeo4j, type RealNeo4j } from '#main/testkit/real-neo4j.ts';
import type { Blow, KillPlan } from './kill-plan.ts';

/** The Bolt server that runs reach by a connection that can be cut. */
export interface BoltServer {
  readonly neo4j: RealNeo4j;
  readonly proxy: CuttingProxy;
}

/** Real servers that hold copies; null where one cannot be had here. */
export interface Servers {
  /** Chroma's program, which the engine starts. */
  readonly chromaCommand: string | null;
  readonly bolt: BoltServer | null;
}

export interface StartedServers extends Servers, AsyncDisposable {
  /** By name, such as `chromadb==1.5.9`. */
  readonly takenIn: readonly string[];
  /** What could not be had, and why. */
  readonly leftOut: readonly string[];
}

export async function startServers(): Promise<StartedServers> {
  await using starting = new AsyncDisposableStack();
  const chroma = findRealChroma();
  const whyNoNeo4j = whyNoRealNeo4j();
  const bolt = whyNoNeo4j === null ? await startBolt(starting) : null;
  const started = starting.move();
  return {
    chromaCommand: chroma.kind === 'ready' ? chroma.command : null,
    bolt,
    takenIn: [...(chroma.kind === 'ready' ? [chromaPin] : []), ...(bolt === null ? [] : [`Neo4j ${neo4jVersion}`])],
    leftOut: [
      ...(chroma.kind === 'ready' ? [] : [`Chroma: ${chroma.reason}`]),
      ...(whyNoNeo4j === null ? [] : [`Neo4j: ${whyNoNeo4j}`]),
    ],
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}

async function startBolt(starting: AsyncDisposableStack): Promise<BoltServer> {
  const neo4j = starting.use(await startRealNeo4j());
  return { neo4j, proxy: starting.use(await startCuttingProxy(neo4j.port)) };
}

/** What can be struck of what is there. The engine is, always, and most often. */
export const blowsOf = ({ chromaCommand, bolt }: Servers): readonly Blow[] => [
  ...['engine' as const],
  ...(chromaCommand === null ? [] : ['chroma' as const]),
  ...['engine' as const],
  ...(bolt === null ? [] : ['cut' as const]),
];

/** Cuts as the plan wants it, until it is told otherwise; so often at most, since whoever never gets a transaction through never comes in step. */
export function cutBy({ bolt }: Servers, { cutRatio, cutSeed }: Pick<KillPlan, 'cutRatio' | 'cutSeed'>): void {
  const judge = cutAtRandom(cutSeed, cutRatio);
  let left = cutRatio === 0 ? 0 : cutsMax;
  bolt?.proxy.judge((passing) => {
    if (left === 0) return 'pass';
    const verdict = judge(passing);
    if (verdict !== 'pass') left -= 1;
    return verdict;
  });
}

const cutsMax = 3;
