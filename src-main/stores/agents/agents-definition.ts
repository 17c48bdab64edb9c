import type { StoreDefinition } from '../sqlite/store-definition.ts';
import { createAgents } from './migrations/0001-create-agents.ts';

export const agentsDefinition: StoreDefinition = {
  name: 'agents',
  applicationId: 0x41545341, // "ATSA"
  synchronous: 'NORMAL',
  migrations: [createAgents],
  remedy: 'It holds what agents said in the past, and nothing that trades: it can be deleted at any time.',
};
