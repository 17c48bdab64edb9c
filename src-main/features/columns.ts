/** A feature's numbers, one a bar. Only the first `length` of `values` count; `values` is replaced when a growing column outgrows it. */
export interface Column {
  readonly values: Float64Array;
  readonly length: number;
}

/** NaN outside the array. */
export const numberAt = (values: Float64Array, index: number): number => values[index] ?? NaN;

/** NaN outside the column. */
export const valueAt = (column: Column, index: number): number => column.values[index] ?? NaN;

export interface GrowingFloat64 extends Column {
  readonly push: (value: number) => void;
}

const firstCapacity = 1024;

/** A column that doubles when it is full, so that a push costs constant time on average. What lies past its end reads as NaN. */
export function createGrowingFloat64(capacity: number = firstCapacity): GrowingFloat64 {
  const column = {
    values: new Float64Array(capacity).fill(NaN),
    length: 0,
    push: (value: number): void => {
      if (column.length === column.values.length) column.values = grown(column.values);
      column.values[column.length] = value;
      column.length++;
    },
  };
  return column;
}

function grown(values: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(Math.max(1, values.length * 2)).fill(NaN);
  larger.set(values);
  return larger;
}
