/** Thrown out of a port call where a crash was planned: nothing after it happens in that life. */
export class Crashed extends Error {
  constructor(point: string) {
    super(`crashed before ${point}`);
    this.name = 'Crashed';
  }
}

/**
 * Counts the calls that a life makes through its ports, from `count` on, and ends the life before the one that was drawn. Whatever is called
 * after the end throws: a dead process does nothing.
 */
export class PortPoints {
  /** The calls that were made while counting, each by its name. */
  readonly passed: string[] = [];
  #crashBefore: number | null = null;
  #isCounting = false;
  #isDead = false;

  get isDead(): boolean {
    return this.#isDead;
  }

  /** Counting starts here; `crashBefore` is the call, from 0, before which the life ends, or null. */
  count(crashBefore: number | null): void {
    this.#isCounting = true;
    this.#crashBefore = crashBefore;
  }

  die(): void {
    this.#isDead = true;
  }

  /** The same port, each call of it a point. */
  wrap<Port extends object>(name: string, port: Port): Port {
    return new Proxy(port, {
      get: (target, property) => {
        const member: unknown = Reflect.get(target, property, target);
        if (typeof member !== 'function' || typeof property === 'symbol') return member;
        return (...values: unknown[]) => {
          this.#pass(`${name}.${property}`);
          return Reflect.apply(member, target, values) as unknown;
        };
      },
    });
  }

  #pass(point: string): void {
    if (this.#isDead) throw new Crashed(point);
    if (!this.#isCounting) return;
    if (this.passed.length === this.#crashBefore) {
      this.#isDead = true;
      throw new Crashed(point);
    }
    this.passed.push(point);
  }
}
