// SPDX-License-Identifier: Apache-2.0
import { gzipSync } from 'node:zlib';
import { Function as CodeName, Location, Mapping, Profile as Pprof, StringTable } from 'pprof-format';
import { visible } from '../../core/printable.js';
import { callsOf, stacksOf } from '../calls.js';
import type { CallNode, Profile } from '../types.js';

/** Where gzip says which system made the file, and the value for one that does not say. */
const GZIP_SYSTEM = { at: 9, unknown: 255 };

/**
 * A profile in pprof's format, compressed: instructions by stack, each sample with its phase as a label. There is no time in
 * it, so that equal profiles give equal bytes.
 */
export function pprofFile(profile: Profile): Buffer {
  const strings = new StringTable();
  const text = (words: string): number => strings.dedup(visible(words));
  const places = new Places(profile, text);
  const instructions = { type: text('instructions'), unit: text('count') };
  const phase = text('phase');
  const sample = profile.phases.flatMap((part) => {
    const label = [{ key: phase, str: text(part.name) }];
    return stacksOf(callsOf(profile, part)).map(({ frames, self }) => ({
      locationId: innermostFirst(frames).map((node) => places.id(node)),
      value: [self],
      label,
    }));
  });
  const file = new Pprof({
    ...{ sampleType: [instructions], periodType: instructions, period: 1, sample },
    ...{ mapping: places.mappings, location: places.locations, function: places.functions },
    comment: [text(`lupine-bench: ${profile.scenario} ${profile.app} on ${profile.system}`)],
    stringTable: strings,
  });
  const bytes = gzipSync(file.encode());
  bytes[GZIP_SYSTEM.at] = GZIP_SYSTEM.unknown;
  return bytes;
}

/** The root is the phase, which the label says; it stays where nothing else is known. */
function innermostFirst(frames: readonly CallNode[]): CallNode[] {
  return frames.length === 1 ? [...frames] : frames.slice(1).reverse();
}

/** Functions, where they are, and in which object, numbered from 1 in the order in which they are met. */
class Places {
  readonly mappings: Mapping[] = [];
  readonly locations: Location[] = [];
  readonly functions: CodeName[] = [];
  readonly #known = new Map<string, number>();
  readonly #objects = new Map<string, number>();

  constructor(
    private readonly profile: Profile,
    private readonly text: (words: string) => number,
  ) {}

  id({ function: number, label }: CallNode): number {
    const key = `${number} ${label}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const id = this.locations.length + 1;
    const code = this.profile.functions[number];
    const name = this.text(label);
    const systemName = code === undefined ? name : this.text(code.name);
    this.functions.push(new CodeName({ id, name, systemName, filename: this.text(code?.source ?? '') }));
    const mappingId = code === undefined ? 0 : this.#mapping(code.object);
    this.locations.push(
      new Location({ id, mappingId, address: code?.address ?? 0, line: [{ functionId: id }] }),
    );
    this.#known.set(key, id);
    return id;
  }

  #mapping(object: string): number {
    const known = this.#objects.get(object);
    if (known !== undefined) return known;
    const id = this.mappings.length + 1;
    this.mappings.push(
      new Mapping({ id, filename: this.text(object), hasFunctions: true, hasFilenames: true }),
    );
    this.#objects.set(object, id);
    return id;
  }
}
