import { Component, type ReactNode } from "react";

type Props = { readonly children: ReactNode; readonly crashed: (error: unknown) => ReactNode };

/** Keeps what throws inside it from taking the rest of the page along. React has no hook for it. */
export class Guard extends Component<Props, { readonly error?: unknown; readonly isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError(error: unknown) {
    return { error, isBroken: true };
  }

  override render(): ReactNode {
    const { error, isBroken } = this.state as { readonly error?: unknown; readonly isBroken: boolean };
    return isBroken ? this.props.crashed(error) : this.props.children;
  }
}
