import { builtinEnumerations } from './enumerations.ts';
import { builtinStructures } from './structures.ts';

/** The types with a value that is copied. */
export const scalarTypes: readonly string[] = [
  ...['bool', 'char', 'uchar', 'short', 'ushort', 'int', 'uint', 'long', 'ulong', 'float', 'double'],
  ...['color', 'datetime'],
];

/** Every type that MQL5 itself has, as far as this project may use them. */
export const builtinTypes: readonly string[] = [
  ...['void', 'string', ...scalarTypes],
  ...Object.keys(builtinStructures),
  ...Object.keys(builtinEnumerations),
];
