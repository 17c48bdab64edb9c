import type { Fault } from '#shared/base/fault.ts';
import type { ReactNode } from 'react';
import { useFaultText } from '../stream/use-refusal-text.ts';

/** A fault in a cell: what it is, with the engine's own sentence behind it. */
export function FaultWord({ fault }: { readonly fault: Fault | null }): ReactNode {
  const faultText = useFaultText();
  if (fault === null) return '';
  return (
    <span className="sync-fault" title={fault.message}>
      {faultText(fault).title}
    </span>
  );
}

/** For the clipboard. */
export const faultLine = (fault: Fault | null): string => (fault === null ? '' : `${fault.code}: ${fault.message}`);
