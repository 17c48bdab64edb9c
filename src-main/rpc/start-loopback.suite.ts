import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert } from '#shared/base/assert.ts';
import type { AccessTokens } from '#main/ports/access-tokens.ts';
import type { MonotonicClock } from '#main/ports/clock.ts';
import type { Logger } from '#main/ports/logger.ts';
import type { Timers } from '#main/ports/timers.ts';
import { createManualClock } from '#main/testkit/manual-clock.ts';
import type { ContractServer } from './contract-server.ts';
import { startHttpServer } from './http-server.ts';

export const token = 'k7d2mzqa';

export interface Loopback {
  readonly port: number;
  readonly dispose: () => Promise<void>;
}

/** A real server on a free port of loopback, with a window of three files in a temporary folder. */
export async function startLoopback({
  tokens = { find: () => null },
  monotonicClock = createManualClock().monotonic,
  ...serving
}: {
  readonly contractServer: ContractServer;
  readonly tokens?: AccessTokens;
  readonly monotonicClock?: MonotonicClock;
  readonly timers: Timers;
  readonly logger: Logger;
}): Promise<Loopback> {
  const folder = await mkdtemp(join(tmpdir(), 'ats-rpc-'));
  const rendererFolder = join(folder, 'renderer');
  await mkdir(join(rendererFolder, 'assets'), { recursive: true });
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await writeFile(join(rendererFolder, 'index.html'), '<!doctype html><title>ATS</title>');
  await writeFile(join(rendererFolder, 'assets', 'index-a1.js'), 'export {};');
  await writeFile(join(rendererFolder, 'assets', 'a b.woff2'), 'font');
  const server = await startHttpServer({
    ...{ port: 0, token, rendererFolder, programVersion: '0.1.0' },
    ...{ tokens, monotonicClock, ...serving },
  });
  assert(server.ok, 'a free port can be listened on');
  return {
    port: server.value.port,
    dispose: async () => {
      await server.value.dispose();
      await rm(folder, { recursive: true });
    },
  };
}
