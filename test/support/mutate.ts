// SPDX-License-Identifier: Apache-2.0
import { sealedJson } from '../../harness/core/seal.js';
import { seeded } from './random.js';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** A changed text and what was done to it. */
export interface Mutation {
  what: string;
  text: string;
}

/** Values that a hand, a program or an attacker may put anywhere. */
const VALUES: readonly Json[] = [
  ...[null, true, {}, [], '', '0', 'NaN', 0, -1, -1e9, 0.5, 1e308, 2 ** 53, 99, 'wall', 'deterministic'],
  ...['__proto__', 'constructor', 'toString', '../../x', '/etc/passwd', 'a/b', 'any', 'lupine-<app>'],
  ...['\u0000', '\u001b[2J', 'a\nb', '\u202e', '$&', '=1+1', '<script>', 'x'.repeat(100_000)],
  [[[[[[[[{}]]]]]]]],
  { __proto__: null, length: -1 },
];

/** Changes of keys beside the value. */
const KEYS = ['__proto__', 'constructor', 'digest', 'format', '../x', '', '\u001b[2J'];

/** Every place in a value, deepest last. */
function placesOf(value: Json, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [path];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...entries.flatMap(([key, item]) => placesOf(item, [...path, key]))];
}

/**
 * Changes of a JSON text in its structure, the same ones every time.
 * @param count how many; each is at another place or of another kind.
 */
export function structuralMutations(text: string, count: number, seed: number): Mutation[] {
  const random = seeded(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const places = placesOf(JSON.parse(text) as Json).filter((path) => path.length > 0);
  const found = new Map<string, Mutation>();
  for (let tried = 0; found.size < count && tried < count * 50; tried += 1) {
    const path = pick(places);
    const root = JSON.parse(text) as Json;
    const what = `${change(root, path, pick, pick(places))} at ${path.join('.')}`;
    const changed = JSON.stringify(root, null, 2);
    if (changed !== JSON.stringify(JSON.parse(text), null, 2)) found.set(what, { what, text: changed });
  }
  return [...found.values()];
}

function change(
  root: Json,
  path: readonly (string | number)[],
  pick: <T>(items: readonly T[]) => T,
  other: readonly (string | number)[],
): string {
  const holder = path.slice(0, -1).reduce<Json>((at, key) => (at as Record<string, Json>)[key] ?? null, root);
  const key = path.at(-1) ?? '';
  const map = holder as Record<string | number, Json>;
  const kind = pick(['set', 'set', 'set', 'set', 'delete', 'add', 'rename', 'swap', 'nudge']);
  if (kind === 'set') {
    const value = pick(VALUES);
    map[key] = value;
    return `set ${JSON.stringify(value).slice(0, 30)}`;
  }
  if (kind === 'delete') {
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else Reflect.deleteProperty(map, key);
    return 'delete';
  }
  if (kind === 'swap') {
    const value = other.reduce<Json>((at, step) => (at as Record<string, Json>)[step] ?? null, root);
    map[key] = JSON.parse(JSON.stringify(value)) as Json;
    return `put ${other.join('.')}`;
  }
  if (kind === 'nudge' && typeof map[key] === 'number') {
    map[key] = pick([map[key] + 1, map[key] - 1, -map[key], map[key] * 1e6]);
    return `nudge to ${map[key]}`;
  }
  const name = pick(KEYS);
  const value = map[key] ?? null;
  if (kind === 'rename') Reflect.deleteProperty(map, key);
  Object.defineProperty(map, name, { value, enumerable: true, configurable: true, writable: true });
  return `${kind} ${name}`;
}

/** Changes of a text in its bytes: cut short, bits flipped, parts doubled, nested deeply. */
export function textMutations(text: string, count: number, seed: number): Mutation[] {
  const random = seeded(seed);
  const at = (): number => Math.floor(random() * text.length);
  return Array.from({ length: count }, (_, index): Mutation => {
    const place = at();
    const kind = index % 6;
    if (kind === 0) return { what: `cut at ${place}`, text: text.slice(0, place) };
    if (kind === 1) {
      const bit = 1 << Math.floor(random() * 7);
      const flipped = String.fromCharCode(text.charCodeAt(place) ^ bit);
      return {
        what: `bit ${bit} at ${place}`,
        text: `${text.slice(0, place)}${flipped}${text.slice(place + 1)}`,
      };
    }
    if (kind === 2)
      return { what: `a zero byte at ${place}`, text: `${text.slice(0, place)}\0${text.slice(place)}` };
    if (kind === 3) {
      const lines = text.split('\n');
      const line = Math.floor(random() * lines.length);
      const doubled = [...lines.slice(0, line), lines[line] ?? '', ...lines.slice(line)];
      return { what: `line ${line} twice`, text: doubled.join('\n') };
    }
    if (kind === 4) {
      const depth = 20_000 + index;
      const nested = `${'['.repeat(depth)}${']'.repeat(depth)}`;
      return { what: `${depth} deep`, text: text.replace(/^\{/, `{"deep": ${nested},`) };
    }
    const key = /"([a-z]+)":/.exec(text.slice(place))?.[1] ?? 'format';
    return { what: `${key} twice`, text: text.replace(/^\{/, `{"${key}": -1,`) };
  });
}

/** The same text with a digest that fits again, as somebody would make it who knows how. */
export function forged(text: string): string | undefined {
  try {
    const { digest: _digest, ...rest } = JSON.parse(text) as Record<string, Json>;
    return sealedJson(rest);
  } catch {
    // Not even JSON, or nested more deeply than anything can write.
    return undefined;
  }
}
