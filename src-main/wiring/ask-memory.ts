import type { Fault } from '#shared/base/fault.ts';
import type { Result } from '#shared/base/result.ts';
import type { MemorySearch } from '#main/ports/memory.ts';
import { connectContract, type ContractConnection } from '#main/rpc/connect-contract.ts';
import { dataFolderAt } from '#main/stores/data-folder/data-folder.ts';
import { findLiveSession } from '#main/stores/data-folder/find-live-session.ts';
import { openMemoryToRead } from './open-memory-to-read.ts';

/**
 * Puts a question to the memory of a data folder: to the engine that runs on it, which alone knows its servers; where none does, to the stores, of which
 * nothing is written. The question's own faults, and those of `openMemoryToRead`.
 */
export async function askMemory<T>(
  folder: string,
  question: (memory: MemorySearch) => Promise<Result<T, Fault>>,
): Promise<Result<T, Fault>> {
  const session = findLiveSession(dataFolderAt(folder));
  if (!session.ok) return session;
  if (session.value === null) {
    const opened = await openMemoryToRead(folder);
    if (!opened.ok) return opened;
    await using memory = opened.value;
    return await question(memory.search);
  }
  const connection = await connectContract(session.value);
  if (!connection.ok) return connection;
  using engine = connection.value;
  return await question(memoryOf(engine));
}

/** The engine's memory as this program sees it. */
const memoryOf = ({ ask }: ContractConnection): MemorySearch => ({
  similarStates: (wish) => ask(({ memory }) => memory.similarStates(wish)),
  similarTrades: (wish) => ask(({ memory }) => memory.similarTrades(wish)),
  similarSignals: (wish) => ask(({ memory }) => memory.similarSignals(wish)),
  similarTexts: (wish) => ask(({ memory }) => memory.similarTexts(wish)),
  eventChain: (id) => ask(({ memory }) => memory.eventChain({ id })),
  path: (ends) => ask(({ memory }) => memory.path(ends)),
  tradesByRegime: (wish) => ask(({ memory }) => memory.tradesByRegime(wish)),
});
