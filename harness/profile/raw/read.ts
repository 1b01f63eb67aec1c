// SPDX-License-Identifier: Apache-2.0
import { measureError } from '../../core/errors.js';
import { printable } from '../../core/printable.js';
import { linesOf } from './lines.js';
import { WordError, address, hexBytes, signedNumber, wholeNumber } from './numbers.js';
import {
  NODE_KINDS,
  type RawBlock,
  type RawCount,
  type RawNode,
  type RawPhase,
  type RawProfile,
  type RawSelf,
  type RawTask,
} from './types.js';

/** First line of what this version of the plugin writes. */
const HEADER = 'lupine-profile 1';

/** Most phases; a boot with many clients has two for each. */
const MOST_PHASES = 4096;

type Words = readonly string[];

/**
 * Reads what the plugin wrote (`plugin/output.c`), in linear time.
 * @throws BenchError `PROFILE_BROKEN` (exit 3) with the line for what is no whole profile.
 */
export function readRawProfile(pieces: Iterable<Uint8Array>): RawProfile {
  const reader = new RawReader();
  let number = 0;
  try {
    for (const line of linesOf(pieces)) {
      number += 1;
      reader.take(line);
    }
    reader.requireEnd();
    return reader.profile;
  } catch (error) {
    if (!(error instanceof WordError) && !(error instanceof RangeError)) throw error;
    throw measureError(
      'PROFILE_BROKEN',
      `what QEMU's plugin wrote is no whole profile: line ${number}: ${printable(error.message, 200)}.`,
      'See that the disk has room and QEMU was not killed, then make the profile again.',
    );
  }
}

class RawReader {
  readonly profile: RawProfile = { phases: [], blocks: [], tasks: [], nodes: [], selves: [], folded: 0 };
  #began = false;
  #ended = false;
  /** By the first word of a line. */
  readonly #takers = new Map<string | undefined, (words: Words) => void>([
    ['b', (words) => void this.profile.blocks.push(this.#block(words))],
    ['c', (words) => void this.#phase().counts.push(this.#count(words))],
    ['n', (words) => void this.profile.nodes.push(this.#node(words))],
    ['s', (words) => void this.profile.selves.push(this.#self(words))],
    ['w', (words) => void this.#phase().switches.push(this.#switch(words))],
    ['t', (words) => void this.profile.tasks.push(this.#task(words))],
    ['p', (words) => void this.profile.phases.push(this.#begin(words))],
    ['f', ([, folded]) => void (this.profile.folded = wholeNumber(folded))],
    ['end', () => void (this.#ended = true)],
  ]);

  take(line: string): void {
    if (this.#ended) throw new WordError('it goes on behind its end');
    const words = line.split(' ');
    if (!this.#began) {
      if (line !== HEADER) throw new WordError(`"${line.slice(0, 40)}" instead of "${HEADER}"`);
      this.#began = true;
      return;
    }
    const takeOne = this.#takers.get(words[0]);
    if (takeOne === undefined) throw new WordError(`"${line.slice(0, 40)}" is no line of a profile`);
    takeOne(words);
  }

  requireEnd(): void {
    if (!this.#ended) throw new WordError('its end is missing');
  }

  #phase(): RawPhase {
    const phase = this.profile.phases.at(-1);
    if (phase === undefined) throw new WordError('there is no phase yet');
    return phase;
  }

  #begin([, mark = '', idle]: Words): RawPhase {
    if (!/^[a-z][a-z0-9_]{0,30}$/.test(mark)) throw new WordError('a phase without a name');
    if (this.profile.phases.length === MOST_PHASES) throw new WordError('too many phases');
    return { mark, idle: wholeNumber(idle), counts: [], switches: [] };
  }

  #block([, id, at, flags = '', sizes, code]: Words): RawBlock {
    if (wholeNumber(id) !== this.profile.blocks.length + 1) throw new WordError('a block out of order');
    if (!/^[e-][r-]$/.test(flags)) throw new WordError('unknown flags of a block');
    const block: RawBlock = {
      address: address(at),
      early: flags.startsWith('e'),
      repeats: flags.endsWith('r'),
      sizes: hexBytes(sizes),
      bytes: hexBytes(code),
    };
    if (block.sizes.reduce((sum, size) => sum + size, 0) !== block.bytes.length)
      throw new WordError('a block of another length than its instructions');
    return block;
  }

  #blockOf(id: string | undefined): RawBlock {
    const block = this.profile.blocks[wholeNumber(id) - 1];
    if (block === undefined) throw new WordError('a block that is not known');
    return block;
  }

  #count([, id, first, ...rest]: Words): RawCount {
    const block = this.#blockOf(id);
    let before = 0;
    const changes = rest.map((word) => {
      const [at, count] = word.split(':');
      const index = wholeNumber(at, block.sizes.length - 1);
      if (index <= before) throw new WordError('instructions out of order');
      before = index;
      return [index, signedNumber(count)] as const;
    });
    return { block, first: signedNumber(first), changes };
  }

  #switch([, from, to, times]: Words): readonly [number, number, number] {
    return [wholeNumber(from), wholeNumber(to), wholeNumber(times)];
  }

  #task([, number, code, ...ids]: Words): RawTask {
    const blocks = ids.map((id) => this.#blockOf(id));
    return { number: wholeNumber(number), function: address(code), blocks };
  }

  #node([, id, parent, kind, caller, entry, calls]: Words): RawNode {
    const { nodes } = this.profile;
    if (wholeNumber(id) !== nodes.length + 1) throw new WordError('a node out of order');
    const above = wholeNumber(parent, nodes.length);
    const name = NODE_KINDS[wholeNumber(kind, NODE_KINDS.length - 1)];
    if (name === undefined || (name === 'phase') !== (above === 0))
      throw new WordError('a node without its parent');
    const isNumbered = name === 'phase' || name === 'task';
    return {
      parent: nodes[above - 1],
      kind: name,
      caller: caller === '0' ? undefined : this.#blockOf(caller),
      entry: isNumbered ? undefined : this.#blockOf(entry),
      number: isNumbered ? wholeNumber(entry) : 0,
      calls: wholeNumber(calls),
    };
  }

  #self([, node, id, first, count, times]: Words): RawSelf {
    const block = this.#blockOf(id);
    const from = wholeNumber(first, block.sizes.length - 1);
    const index = wholeNumber(node, this.profile.nodes.length) - 1;
    if (index < 0) throw new WordError('a node that is not known');
    const length = wholeNumber(count, block.sizes.length - from);
    return { node: index, block, first: from, count: length, times: wholeNumber(times) };
  }
}
