export interface Figure {
  readonly value: number;
  readonly unit: string;
  /** Absent where the figure is only for information. */
  readonly goal?: number;
  readonly better: 'higher' | 'lower';
}

export interface Benchmark {
  readonly name: string;
  readonly describes: string;
  readonly run: () => Promise<Measured>;
}

export interface Measured {
  readonly figures: Readonly<Record<string, Figure>>;
  /** What the figures were taken on, and what had to be left out. */
  readonly context: Readonly<Record<string, string | number | boolean>>;
}

/** A figure without a goal is neither good nor bad. */
export const isReached = ({ value, goal, better }: Figure): boolean =>
  goal === undefined || (better === 'higher' ? value >= goal : value <= goal);
