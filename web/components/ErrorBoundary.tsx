import { Component, type ComponentChildren } from "preact";

interface Props {
  /** What stands there instead; `again` tries once more. */
  fallback(again: () => void): ComponentChildren;
  /** When this changes, what is inside is another thing, which gets its own chance. */
  about?: string;
  children: ComponentChildren;
}

/** Keeps what breaks inside from taking down what is around it. */
export class ErrorBoundary extends Component<Props, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  override componentDidCatch(error: unknown): void {
    console.error(error);
    this.setState({ hasFailed: true });
  }

  override componentDidUpdate(before: Props): void {
    if (this.state.hasFailed && before.about !== this.props.about) this.setState({ hasFailed: false });
  }

  override render() {
    if (this.state.hasFailed) return this.props.fallback(() => this.setState({ hasFailed: false }));
    return this.props.children;
  }
}
