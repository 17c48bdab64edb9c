import type { en } from './en.ts';
import type { Texts } from './texts.ts';

/** Every language has exactly the keys of English. Plural forms are avoided ("Tickets: 3"), so that no language needs other keys. */
export type Words = Texts<typeof en>;
