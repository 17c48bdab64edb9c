import { createDataFolder } from '#main/wiring/open-stores.ts';
