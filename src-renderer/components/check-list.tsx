import type { ReactNode } from 'react';
import './check-list.css';

export interface Check {
  readonly name: string;
  readonly value: string;
  readonly threshold: string;
  readonly passed: boolean;
}

/** Conditions with what was measured, against what, and whether it passed: a mark and a word, not a colour alone. */
export function CheckList({
  label,
  checks,
  words,
}: {
  readonly label: string;
  readonly checks: readonly Check[];
  readonly words: {
    readonly name: string;
    readonly value: string;
    readonly threshold: string;
    readonly passed: string;
    readonly failed: string;
  };
}): ReactNode {
  return (
    <table className="check-list" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{words.name}</th>
          <th scope="col" className="check-figure">
            {words.value}
          </th>
          <th scope="col" className="check-figure">
            {words.threshold}
          </th>
        </tr>
      </thead>
      <tbody>
        {checks.map((check) => (
          <tr key={check.name} className={check.passed ? 'check-passed' : 'check-failed'}>
            <th scope="row">
              <svg className="check-mark" viewBox="0 0 10 10" aria-hidden="true">
                <path d={check.passed ? 'M1.5 5.4 4 7.9 8.5 2.4' : 'M2 2l6 6M8 2l-6 6'} />
              </svg>
              <span className="only-spoken">{check.passed ? words.passed : words.failed}</span> {check.name}
            </th>
            <td className="check-figure">{check.value}</td>
            <td className="check-figure check-threshold">{check.threshold}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
