import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What becomes of a request: it is passed on, or answered by 500, or never, or by what no such server says, or broken off. */
export type ProxyMood = 'passes' | 'fails' | 'hangs' | 'garbage' | 'resets';

/** Stands before a real HTTP server on loopback, and does to its clients what servers and networks do. */
export interface HostileHttpProxy extends AsyncDisposable {
  readonly url: URL;
  mood: ProxyMood;
  /** As if there were no server: connections are cut, and new ones refused. */
  readonly refuse: () => Promise<void>;
  readonly accept: () => Promise<void>;
}

export async function startHostileHttpProxy(target: URL): Promise<HostileHttpProxy> {
  const answer = (asked: IncomingMessage, response: ServerResponse): void => {
    switch (proxy.mood) {
      case 'passes':
        passOn(target, asked, response);
        return;
      case 'fails':
        response.writeHead(500, { 'content-type': 'application/json' }).end('{"error":"InternalError","message":"no"}');
        return;
      case 'hangs':
        return;
      case 'garbage':
        response.writeHead(200, { 'content-type': 'application/json' }).end('<html>It works!</html>');
        return;
      case 'resets':
        asked.socket.resetAndDestroy();
    }
  };
  let server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const refuse = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  const proxy: HostileHttpProxy = {
    url: new URL(`http://127.0.0.1:${port}`),
    mood: 'passes',
    refuse,
    accept: async () => {
      server = createServer(answer).listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
    [Symbol.asyncDispose]: refuse,
  };
  return proxy;
}

function passOn(target: URL, asked: IncomingMessage, response: ServerResponse): void {
  const { method, headers, url: path } = asked;
  const onward = request(
    { host: target.hostname, port: target.port, path, method, headers, agent: false },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    },
  );
  onward.on('error', () => response.destroy());
  response.on('close', () => onward.destroy());
  asked.pipe(onward);
}
