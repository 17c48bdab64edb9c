import { keepStore } from './keep-store.ts';

/** The keeper's thread of the tests, as the hosts have one. */
keepStore();
