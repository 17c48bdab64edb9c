declare const brand: unique symbol;

/**
 * A nominal mark on a structural type. The mark is a record, not a string, so that marks stack: two string marks on one value
 * would collapse to `never`, which is assignable to everything and would open the gate.
 */
export type Brand<T, Name extends string> = T & { readonly [brand]: { readonly [K in Name]: true } };
