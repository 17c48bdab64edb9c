import { utcMs } from '#shared/units/utc-ms.ts';
import { openDataFolder, type NewEvent } from '#main/wiring/open-data-folder.ts';

const eventsPerCommit = 10_000;

/**
 * Writes a ledger as years of use would leave it, through the log's own append: a scenario that changes its phase. The first start after it
 * folds the whole log and saves a snapshot; every later one begins there.
 */
export async function fillLedger(folder: string, events: number): Promise<void> {
  const opened = await openDataFolder(folder, 'cli');
  if (!opened.ok) throw new Error(opened.error.message);
  await using data = opened.value;
  for (let written = 0; written < events; written += eventsPerCommit) {
    const batch = Array.from({ length: Math.min(eventsPerCommit, events - written) }, (_, index) =>
      phaseChange(written + index),
    );
    data.stores.ledger.log.append(batch);
  }
}

function phaseChange(index: number): NewEvent {
  const [from, to] = index % 2 === 0 ? (['idle', 'setup'] as const) : (['setup', 'idle'] as const);
  return {
    occurredAtUtcMs: utcMs(Date.UTC(2020, 0, 1) + index * 60_000),
    event: { kind: 'phaseChanged', scenario: 'B', symbol: 'XAUUSD', from, to, reason: `bar ${index}` },
  };
}
