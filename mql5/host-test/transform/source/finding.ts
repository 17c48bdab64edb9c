import type { Token } from './token.ts';

/** What is wrong, and where in the `.mq5` or `.mqh`. */
export interface Finding {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** Stable name of the rule. */
  readonly rule: string;
  readonly message: string;
}

/** As g++ writes it, so that editors know both alike. */
export const showFinding = ({ path, line, column, rule, message }: Finding): string =>
  `${path}:${line}:${column}: error: ${message} [${rule}]`;

/** The same, of a file whose path the reader of the rule adds. */
export interface Remark {
  readonly at: Pick<Token, 'line' | 'column'>;
  readonly message: string;
}
