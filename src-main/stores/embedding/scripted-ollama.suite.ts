import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server does to the next request; a function says what it answers to these texts. */
export type OllamaAct =
  | { readonly kind: 'reply'; readonly status?: number; readonly body: unknown }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'endless' }
  | { readonly kind: 'hang' }
  | { readonly kind: 'cut' }
  | { readonly kind: 'redirect'; readonly to: string };

export interface ScriptedOllama extends AsyncDisposable {
  readonly url: string;
  /** Taken one after the other; then it embeds as a model would. */
  readonly acts: OllamaAct[];
  readonly requests: { readonly method: string; readonly path: string; readonly body: unknown }[];
}

/** Speaks the protocol of Ollama's `POST /api/embed` on a real socket: a vector of a text's length and first letters, not of length 1. */
export async function startScriptedOllama(): Promise<ScriptedOllama> {
  const acts: OllamaAct[] = [];
  const requests: ScriptedOllama['requests'] = [];
  const server = createServer((request, response) => {
    void answer(request, response);
  });

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString()) as { readonly model: string; readonly input: string[] };
    requests.push({ method: request.method ?? '', path: request.url ?? '', body });
    const act = acts.shift();
    switch (act?.kind) {
      case undefined: {
        reply(response, 200, { model: body.model, embeddings: body.input.map(componentsOf), total_duration: 1 });
        return;
      }
      case 'reply': {
        reply(response, act.status ?? 200, act.body);
        return;
      }
      case 'text':
        return void response.writeHead(200).end(act.text);
      case 'endless':
        response.writeHead(200);
        while (!response.destroyed) {
          response.write('[0.5,'.repeat(200_000));
          await new Promise((resolve) => setImmediate(resolve));
        }
        return;
      case 'hang':
        return;
      case 'cut':
        return void response.destroy();
      case 'redirect':
        return void response.writeHead(307, { location: act.to }).end();
    }
  };

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    acts,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const componentsOf = (text: string): readonly number[] => [text.length, text.charCodeAt(0), text.charCodeAt(1)];

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}
