import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * What a server in Chroma's place may do to those who ask it. `resets` breaks the connection off, `strange` is JSON that no Chroma says, `unreadable`
 * has a heart, and fails at whatever needs its database.
 */
export type ChromaMood =
  'well' | 'fails' | 'hangs' | 'resets' | 'garbage' | 'strange' | 'rejects' | 'unauthorized' | 'unknown' | 'unreadable';

/** A server that speaks as much of Chroma's protocol as a search and a heartbeat need, and misbehaves on request. */
export interface ScriptedChroma extends AsyncDisposable {
  readonly url: URL;
  mood: ChromaMood;
  /** Paths that were asked for, without tenant and database. */
  readonly asked: readonly string[];
  /** Requests whose answer is still owed and that nobody has given up. */
  readonly waiting: () => number;
  /** Nobody listens any more. */
  readonly close: () => Promise<void>;
  /** Listens again, on the same port. */
  readonly open: () => Promise<void>;
}

const collectionId = '00000000-0000-4000-8000-000000000001';

const wellAnswers: readonly (readonly [RegExp, unknown])[] = [
  [/\/heartbeat$/, { 'nanosecond heartbeat': 1 }],
  [/\/version$/, '1.0.0'],
  [/\/collections_count$/, 0],
  [/\/count$/, 1],
  [
    /\/query$/,
    { ids: [['a']], metadatas: [[{ symbol: 'XAUUSD', knownAtUtcMs: 1 }]], embeddings: [[[3, 4]]], include: [] },
  ],
  [/\/collections\/[^/]+$/, { id: collectionId, name: 'any', tenant: '', database: '', configuration_json: {} }],
];

export async function startScriptedChroma(): Promise<ScriptedChroma> {
  const asked: string[] = [];
  const owed = new Set<ServerResponse>();
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const path = (request.url ?? '').replace('/tenants/default_tenant/databases/default_database', '');
    asked.push(path);
    owed.add(response);
    response.once('close', () => owed.delete(response));
    const say = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    switch (scripted.mood) {
      case 'well': {
        const known = wellAnswers.find(([of]) => of.test(path));
        if (known === undefined) say(404, { error: 'NotFoundError', message: path });
        else say(200, known[1]);
        return;
      }
      case 'unreadable':
        if (path.endsWith('/heartbeat')) say(200, { 'nanosecond heartbeat': 1 });
        else say(500, { error: 'InternalError', message: 'file is not a database' });
        return;
      case 'fails':
        say(500, { error: 'InternalError', message: 'the database is locked' });
        return;
      case 'hangs':
        return;
      case 'resets':
        request.socket.destroy();
        return;
      case 'garbage':
        response.writeHead(200, { 'content-type': 'application/json' }).end('<html>It works!</html>');
        return;
      case 'strange':
        say(200, { id: collectionId, configuration_json: {}, ids: [[7]], metadatas: 'none' });
        return;
      case 'rejects':
        say(400, { error: 'InvalidArgumentError', message: 'expecting a dimension of 3' });
        return;
      case 'unauthorized':
        say(401, {});
        return;
      case 'unknown':
        say(404, {});
    }
  };
  let server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  const scripted: ScriptedChroma = {
    url: new URL(`http://127.0.0.1:${port}`),
    mood: 'well',
    asked,
    waiting: () => owed.size,
    close,
    open: async () => {
      server = createServer(answer).listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
    [Symbol.asyncDispose]: close,
  };
  return scripted;
}
