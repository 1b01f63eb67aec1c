// SPDX-License-Identifier: Apache-2.0
import type { CodeRange } from '../elf/ranges.js';
import type { CodeFunction } from '../types.js';
import { placedName } from './names.js';

/** Functions by number, each once. */
export class FunctionBook {
  readonly #functions: CodeFunction[] = [];
  readonly #ranges = new Map<string, Map<CodeRange, number>>();
  readonly #named = new Map<string, number>();

  /** Number of a piece of code of an object. */
  ofRange(object: string, range: CodeRange, kernel: boolean): number {
    const ranges = this.#ranges.get(object) ?? new Map<CodeRange, number>();
    this.#ranges.set(object, ranges);
    const known = ranges.get(range);
    if (known !== undefined) return known;
    const { name, start, source } = range;
    // What a section has between its functions is one piece.
    const made = name.startsWith('[')
      ? this.ofName(object, name, kernel)
      : this.#add({ name: placedName(name, object), object, kernel, address: start, source });
    ranges.set(range, made);
    return made;
  }

  /** Number of code that has only a name. */
  ofName(object: string, name: string, kernel: boolean): number {
    const key = `${object} ${name}`;
    const known = this.#named.get(key) ?? this.#add({ name, object, kernel, address: 0n, source: '' });
    this.#named.set(key, known);
    return known;
  }

  /** All functions, in the order of their numbers. */
  get all(): readonly CodeFunction[] {
    return this.#functions;
  }

  #add(one: CodeFunction): number {
    return this.#functions.push(one) - 1;
  }
}
