import { assert, assertDefined } from '#shared/base/assert.ts';
import { createRecordingLogger, type RecordedLine } from '#main/testkit/recording-logger.ts';
import { systemMachine } from '#main/wiring/machine.ts';
import { openStoresAt, realClocks, type Stores } from '#main/wiring/open-stores.ts';
import { settingsSchema, type SettingsWish } from '#main/wiring/settings.ts';
import { wireAgents, type AgentsInStep } from '#main/wiring/wire-agents.ts';
import { wireMemory, type MemoryInStep } from '#main/wiring/wire-memory.ts';
import { deskSnapshot, deskUtcMs } from './desk.ts';

/** Stores, memory and agents on a data folder as the cockpit wires them, without the engine that asks. */
export interface OpenDesk extends AsyncDisposable {
  readonly agentsFile: string;
  readonly stores: Stores;
  readonly remembering: MemoryInStep;
  readonly agents: AgentsInStep;
  readonly lines: readonly RecordedLine[];
}

const desk = { snapshot: () => deskSnapshot };

export function openDesk(path: string, wish: SettingsWish['agents'] = {}): OpenDesk {
  const settings = settingsSchema.parse({ clockRule: 'utc', agents: wish });
  const opening = new AsyncDisposableStack();
  const { logger, lines } = createRecordingLogger();
  const clocks = realClocks();
  clocks.marketClock.advanceTo(deskUtcMs);
  const opened = openStoresAt(path, logger, clocks);
  assert(opened.ok, () => JSON.stringify(opened));
  const { folder, stores } = opened.value;
  opening.use(stores);
  const common = { folder, stores, settings, machine: systemMachine, logger };
  const remembering = opening.use(wireMemory({ ...common, launcher: null }));
  const agents = opening.use(assertDefined(wireAgents({ ...common, memory: remembering.memory }), 'agents are asked'));
  agents.start(desk);
  return {
    ...{ agentsFile: folder.agentsFile, stores, remembering, agents, lines },
    [Symbol.asyncDispose]: () => opening.disposeAsync(),
  };
}
