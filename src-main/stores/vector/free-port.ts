import { once } from 'node:events';
import { createServer } from 'node:net';
import { assert } from '#shared/base/assert.ts';

/** A loopback port that nobody listens on just now; somebody may before it is used. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  assert(address !== null && typeof address === 'object', 'a server that listens on TCP has a port');
  return address.port;
}
