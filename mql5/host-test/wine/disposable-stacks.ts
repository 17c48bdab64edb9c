/**
 * What Node 22 lacks of the language and our programs use: stacks of what has to be disposed. As in the standard the last
 * that came goes first, and an error keeps none of the others from going; of several errors the first is thrown.
 */
class Stack {
  readonly #disposals: (() => unknown)[] = [];

  defer(dispose: () => unknown): void {
    this.#disposals.push(dispose);
  }

  protected takeAll(): (() => unknown)[] {
    return this.#disposals.splice(0).reverse();
  }

  protected moveTo<Other extends Stack>(other: Other): Other {
    for (const dispose of this.takeAll().reverse()) other.defer(dispose);
    return other;
  }
}

class SyncStack extends Stack {
  use<T extends Disposable | null>(value: T): T {
    if (value !== null) this.defer(() => value[Symbol.dispose]());
    return value;
  }

  move(): SyncStack {
    return this.moveTo(new SyncStack());
  }

  dispose(): void {
    const errors: unknown[] = [];
    for (const dispose of this.takeAll()) {
      try {
        dispose();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}

class AsyncStack extends Stack {
  use<T extends AsyncDisposable | Disposable | null>(value: T): T {
    if (value !== null) {
      this.defer(() => (Symbol.asyncDispose in value ? value[Symbol.asyncDispose]() : value[Symbol.dispose]()));
    }
    return value;
  }

  move(): AsyncStack {
    return this.moveTo(new AsyncStack());
  }

  async disposeAsync(): Promise<void> {
    const errors: unknown[] = [];
    for (const dispose of this.takeAll())
      await Promise.resolve()
        .then(dispose)
        .catch((error: unknown) => errors.push(error));
    if (errors.length > 0) throw errors[0];
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.disposeAsync();
  }
}

Object.assign(globalThis, { DisposableStack: SyncStack, AsyncDisposableStack: AsyncStack });
