import { Component, type ErrorInfo, type ReactNode } from 'react';

export interface PanelErrorBoundaryProps {
  /** What stands in the place of a panel that failed; `retry` builds the panel anew. */
  readonly fallback: (failure: { readonly message: string; readonly retry: () => void }) => ReactNode;
  readonly onFailure: (error: Error, componentStack: string) => void;
  readonly children: ReactNode;
}

interface State {
  readonly message: string | null;
}

/** Keeps the failure of one panel inside it. React offers this to classes only. */
export class PanelErrorBoundary extends Component<PanelErrorBoundaryProps, State> {
  override state: State = { message: null };

  static getDerivedStateFromError(error: unknown): State {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override componentDidCatch(error: Error, { componentStack }: ErrorInfo): void {
    this.props.onFailure(error, componentStack ?? '');
  }

  override render(): ReactNode {
    const { message } = this.state;
    if (message === null) return this.props.children;
    return this.props.fallback({ message, retry: () => this.setState({ message: null }) });
  }
}
