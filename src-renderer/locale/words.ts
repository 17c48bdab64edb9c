import type { en } from './en.ts';

/** Every language has exactly the keys of English. Plural forms are avoided ("Tickets: 3"), so that no language needs other keys. */
export type Words = Texts<typeof en>;

type Texts<T> = { readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]> };
