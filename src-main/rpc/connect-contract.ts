import type { IncomingMessage } from 'node:http';
import { createORPCClient, ORPCError } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { WebSocket } from 'ws';
import { fault, faultSchema, type Fault } from '#shared/base/fault.ts';
import { err, ok, type Result } from '#shared/base/result.ts';
import { contractVersion } from '#shared/contract/contract.ts';
import type { ContractClient } from '#shared/contract/contract-client.ts';
import { contractPath, tokenProtocolPrefix } from './admit-upgrade.ts';

/** A snapshot with all that a full day leaves behind. */
const messageBytesMax = 64 * 1024 * 1024;

export interface ContractConnection extends Disposable {
  readonly client: ContractClient;
  /** Asks once; what the engine refuses, and a connection that is lost, come back as the fault. */
  readonly ask: <T>(question: (client: ContractClient) => Promise<T>) => Promise<Result<T, Fault>>;
}

/**
 * Connects a program to a running engine over loopback. ENGINE_NOT_RUNNING where nobody listens, UNAUTHORIZED for a wrong token,
 * CONTRACT_VERSION where program and engine are of different majors.
 */
export async function connectContract(engine: {
  readonly port: number;
  readonly token: string;
}): Promise<Result<ContractConnection, Fault>> {
  const webSocket = new WebSocket(`ws://127.0.0.1:${engine.port}${contractPath}`, tokenProtocolPrefix + engine.token, {
    maxPayload: messageBytesMax,
    perMessageDeflate: false,
  });
  const refusal = await opened(webSocket);
  if (refusal !== null) return err(refusal);
  const connection = connectionOver(webSocket);
  const version = await connection.ask((client) => client.version());
  if (version.ok && version.value.major === contractVersion.major) return ok(connection);
  connection[Symbol.dispose]();
  if (!version.ok) return version;
  return err(
    fault('CONTRACT_VERSION', 'Program and engine are of different versions; restart both from the same one.', {
      program: contractVersion.major,
      engine: version.value.major,
    }),
  );
}

function connectionOver(webSocket: WebSocket): ContractConnection {
  let lost: string | null = null;
  webSocket.on('error', (error) => {
    lost = error.message;
  });
  webSocket.on('close', (code) => {
    lost ??= `closed with code ${code}`;
  });
  const client: ContractClient = createORPCClient(new RPCLink({ websocket: asBrowserSocket(webSocket) }));
  return {
    client,
    ask: async (question) => {
      try {
        return ok(await question(client));
      } catch (error) {
        if (lost !== null) return err(notRunning(lost));
        return err(refusalIn(error));
      }
    },
    [Symbol.dispose]: () => {
      webSocket.close();
    },
  };
}

/** What the link uses of a socket (listeners for open, close and message, `send`, `readyState`) the two have in common; their types do not. */
const asBrowserSocket = (webSocket: WebSocket): RPCLinkSocket => webSocket as unknown as RPCLinkSocket;

type RPCLinkSocket = ConstructorParameters<typeof RPCLink>[0]['websocket'];

/** Any error that is not an answer of the engine's is a fault of ours, and is thrown on. */
function refusalIn(error: unknown): Fault {
  if (!(error instanceof ORPCError)) throw error;
  const refused = faultSchema.safeParse(error.data);
  if (refused.success) return refused.data;
  if (error.code === 'BAD_REQUEST') return fault('REQUEST_INVALID', 'The engine does not understand this request.');
  return fault('ENGINE_FAILED', 'The engine could not answer; see its log.', { code: String(error.code) });
}

const opened = (webSocket: WebSocket): Promise<Fault | null> =>
  new Promise((resolve) => {
    webSocket.once('open', () => {
      resolve(null);
    });
    // Who listens for an unexpected response has to end its request himself.
    webSocket.once('unexpected-response', (request, response) => {
      void faultIn(response).then((refusal) => {
        request.destroy();
        resolve(refusal);
      });
    });
    webSocket.once('error', (error) => {
      resolve(notRunning(error.message));
    });
  });

async function faultIn(response: IncomingMessage): Promise<Fault> {
  const parsed = faultSchema.safeParse(await jsonOf(response));
  return parsed.success ? parsed.data : notRunning(`HTTP ${response.statusCode ?? 0}`);
}

/** Null where the answer is no JSON, or breaks off: whoever listens there is not our engine. */
async function jsonOf(response: IncomingMessage): Promise<unknown> {
  try {
    const parts = await response.toArray();
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    return null;
  }
}

const notRunning = (cause: string): Fault =>
  fault('ENGINE_NOT_RUNNING', 'No engine answers on this computer; start it and try again.', { cause });
