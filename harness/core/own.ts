// SPDX-License-Identifier: Apache-2.0

/**
 * The value that a record has under a name from outside; `undefined` for one that it has not, also for names such as
 * `constructor` and `__proto__`, under which every object inherits something.
 */
export function ownValue<T>(record: Readonly<Partial<Record<string, T>>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** Whether a name is one that every object inherits: not to be given to anything. */
export function isInherited(name: string): boolean {
  return name in {};
}
