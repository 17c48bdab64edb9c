/** The terminal's global variables. A power loss takes back what was not flushed. */
export class GlobalVariables {
  #values = new Map<string, { readonly value: string; readonly time: string }>();
  #flushed = new Map(this.#values);

  set(name: string, value: string, time: string): void {
    this.#values.set(name, { value, time });
  }

  delete(name: string): void {
    this.#values.delete(name);
  }

  get(name: string): number | null {
    const known = this.#values.get(name);
    return known === undefined ? null : Number(known.value);
  }

  flush(): void {
    this.#flushed = new Map(this.#values);
  }

  losePower(): void {
    this.#values = new Map(this.#flushed);
  }

  *lines(): Generator<readonly string[]> {
    for (const [name, { value, time }] of this.#values) yield ['GLOBAL', name, value, time];
  }
}
