import type { ReactNode } from 'react';
import './link-button.css';

/** Words that lead somewhere within the window; `label` says where, for those who do not see what it stands beside. */
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
    <button type="button" className="link-button" aria-label={label} title={label} onClick={onClick}>
      {children}
    </button>
  );
}
