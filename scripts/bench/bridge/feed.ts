import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { inProject } from '../../project-root.ts';

export interface Fed {
  readonly tookMs: number;
  readonly roundTripsMs?: readonly number[];
}

/** Runs the feeder against a pipe until it has done its task. */
export async function feed(to: {
  readonly address: string;
  readonly token: string;
  readonly task: 'ticks' | 'hints' | 'pings';
  readonly count: number;
  /** Ticks go on from this one: a market does not repeat itself. */
  readonly first?: number;
}): Promise<Fed> {
  const words = [to.address, to.token, to.task, String(to.count), String(to.first ?? 0)];
  const child = spawn(process.execPath, [inProject('scripts/bench/bridge/tick-feeder.ts'), ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`the feeder ended with ${code}`);
  return JSON.parse(Buffer.concat(output).toString()) as Fed;
}
