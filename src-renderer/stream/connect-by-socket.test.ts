import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { connectBySocket } from './connect-by-socket.ts';

/** A host that takes connections and says nothing. */
async function silentHost(): Promise<void> {
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  vi.stubGlobal('window', { location: { host: `127.0.0.1:${(server.address() as AddressInfo).port}` } });
  onTestFinished(() => {
    vi.unstubAllGlobals();
    for (const socket of sockets.clients) socket.terminate();
    server.close();
  });
}

test('a connection that is given up leaves no complaint behind, and who waited is told', async () => {
  await silentHost();
  const { client, close, closed } = await connectBySocket('token')(new AbortController().signal);
  const life = new AbortController();
  const followed = client.cockpit.changed({ subscriptionId: 'one' }, { signal: life.signal });
  const asked = client.version();
  await wait(20);
  life.abort();
  close();
  await expect(Promise.allSettled([followed, asked])).resolves.toMatchObject([
    { status: 'rejected' },
    { status: 'rejected' },
  ]);
  // A rejection that nobody hears fails the run of these tests.
  await closed;
});
