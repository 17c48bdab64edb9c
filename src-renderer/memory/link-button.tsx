import type { ReactNode } from 'react';
import './link-button.css';

/** Words that lead somewhere within the window; `label` adds where, for those who do not see what they stand beside. */
export function LinkButton({
  label,
  onClick,
  children,
}: {
  readonly label?: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <button type="button" className="link-button" title={label} onClick={onClick}>
      {children}
      {label !== undefined && <span className="only-spoken"> {label}</span>}
    </button>
  );
}
