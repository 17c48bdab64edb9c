import type { StoreDefinition } from '../store-definition.ts';
import { createLedger } from './migrations/0001-create-ledger.ts';
import { addProjections } from './migrations/0002-add-projections.ts';
import { keepEverySignal } from './migrations/0003-keep-every-signal.ts';
import { keepAdvice } from './migrations/0004-keep-advice.ts';

export const ledgerDefinition: StoreDefinition = {
  name: 'ledger',
  applicationId: 0x4154534c, // "ATSL"
  synchronous: 'FULL',
  migrations: [createLedger, addProjections, keepEverySignal, keepAdvice],
  remedy:
    'Positions, orders and deals are safe with the broker. “ats restore” puts the newest backup in its place; or move it away, with what lies beside it, ' +
    'to begin an empty one, which loses the history of decisions and approvals here.',
};
