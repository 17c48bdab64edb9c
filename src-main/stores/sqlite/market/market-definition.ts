import type { StoreDefinition } from '../store-definition.ts';
import { createMarket } from './migrations/0001-create-market.ts';
import { keepInStep } from './migrations/0002-keep-in-step.ts';
import { remember } from './migrations/0003-remember.ts';

export const marketDefinition: StoreDefinition = {
  name: 'market',
  applicationId: 0x4154534d, // "ATSM"
  synchronous: 'NORMAL',
  migrations: [createMarket, keepInStep, remember],
  remedy:
    'Orders, deals and settings are not in it. Put the newest copy of it from the folder backups in its place, or move it away to begin an ' +
    'empty one: the terminal sends its bars again, and files can be imported again.',
};
