import type { ContractClient } from '#shared/contract/contract-client.ts';
import type { Fault } from '#shared/base/fault.ts';
import { ok, type Result } from '#shared/base/result.ts';
import { connectContract } from '#main/rpc/connect-contract.ts';
import { dataFolderAt } from '#main/stores/data-folder/data-folder.ts';
import { findLiveSession } from '#main/stores/data-folder/find-live-session.ts';

/** Puts one question to the engine that runs on a data folder; null where none does. */
export async function askEngine<T>(
  folder: string,
  question: (client: ContractClient) => Promise<T>,
): Promise<Result<T | null, Fault>> {
  const session = findLiveSession(dataFolderAt(folder));
  if (!session.ok) return session;
  if (session.value === null) return ok(null);
  const connection = await connectContract(session.value);
  if (!connection.ok) return connection;
  using engine = connection.value;
  return await engine.ask(question);
}
