// SPDX-License-Identifier: Apache-2.0
import { measureError } from '../../core/errors.js';
import { printable } from '../../core/printable.js';
import {
  NODE_KINDS,
  type RawBlock,
  type RawCount,
  type RawNode,
  type RawPhase,
  type RawProfile,
  type RawTask,
} from './types.js';
import { WordError, Words } from './words.js';

/** First line of what this version of the plugin writes. */
const HEADER = ['lupine-profile', 1] as const;

/** Most phases; a boot with many clients has two for each. */
const MOST_PHASES = 4096;

/**
 * Reads what the plugin wrote (`plugin/output.c`), in linear time.
 * @throws BenchError `PROFILE_BROKEN` (exit 3) with the line for what is no whole profile.
 */
export function readRawProfile(bytes: Uint8Array): RawProfile {
  const words = new Words(bytes);
  try {
    return new RawReader(words).read();
  } catch (error) {
    if (!(error instanceof WordError)) throw error;
    throw measureError(
      'PROFILE_BROKEN',
      `what QEMU's plugin wrote is no whole profile: line ${words.line}: ${printable(error.message, 200)}.`,
      'See that the disk has room and QEMU was not killed, then make the profile again.',
    );
  }
}

class RawReader {
  readonly #profile: RawProfile = { phases: [], blocks: [], tasks: [], nodes: [], selves: [], folded: 0 };
  readonly #words: Words;
  #ended = false;

  constructor(words: Words) {
    this.#words = words;
  }

  read(): RawProfile {
    const words = this.#words;
    if (words.first() !== HEADER[0] || words.number() !== HEADER[1])
      throw new WordError('it does not begin as one of this version');
    words.finish();
    while (!words.ended && !this.#ended) {
      this.#line(words.first());
      words.finish();
    }
    if (!this.#ended) throw new WordError('its end is missing');
    if (!words.ended) throw new WordError('it goes on behind its end');
    return this.#profile;
  }

  /** Takes in a line by its first word. */
  #line(kind: string): void {
    const { phases, blocks, tasks, nodes } = this.#profile;
    switch (kind) {
      case 's':
        this.#self();
        break;
      case 'n':
        nodes.push(this.#node());
        break;
      case 'c':
        this.#phase().counts.push(this.#count());
        break;
      case 'b':
        blocks.push(this.#block());
        break;
      case 'w':
        this.#phase().switches.push([this.#words.number(), this.#words.number(), this.#words.number()]);
        break;
      case 't':
        tasks.push(this.#task());
        break;
      case 'p':
        phases.push(this.#begin());
        break;
      case 'f':
        this.#profile.folded = this.#words.number();
        break;
      case 'end':
        this.#ended = true;
        break;
      default:
        throw new WordError(`"${kind}" begins no line of a profile`);
    }
  }

  #phase(): RawPhase {
    const phase = this.#profile.phases.at(-1);
    if (phase === undefined) throw new WordError('there is no phase yet');
    return phase;
  }

  #begin(): RawPhase {
    const mark = this.#words.name();
    if (!/^[a-z][a-z0-9_]{0,30}$/.test(mark)) throw new WordError('a phase without a name');
    if (this.#profile.phases.length === MOST_PHASES) throw new WordError('too many phases');
    return { mark, idle: this.#words.number(), counts: [], switches: [] };
  }

  #block(): RawBlock {
    const words = this.#words;
    const id = words.number() - 1;
    if (id !== this.#profile.blocks.length) throw new WordError('a block out of order');
    const address = words.address();
    const flags = words.name();
    if (!/^[e-][r-]$/.test(flags)) throw new WordError('unknown flags of a block');
    const [sizes, bytes] = [words.hexBytes(), words.hexBytes()];
    if (sizes.reduce((sum, size) => sum + size, 0) !== bytes.length)
      throw new WordError('a block of another length than its instructions');
    return { id, address, early: flags.startsWith('e'), repeats: flags.endsWith('r'), sizes, bytes };
  }

  #known(): RawBlock {
    const block = this.#profile.blocks[this.#words.number() - 1];
    if (block === undefined) throw new WordError('a block that is not known');
    return block;
  }

  #count(): RawCount {
    const words = this.#words;
    const block = this.#known();
    const first = words.signed();
    const changes: [number, number][] = [];
    let before = 0;
    while (words.more) {
      const change = words.pair(block.sizes.length - 1);
      if (change[0] <= before) throw new WordError('instructions out of order');
      [before] = change;
      changes.push(change);
    }
    return { block, first, changes };
  }

  #task(): RawTask {
    const [number, code] = [this.#words.number(), this.#words.address()];
    const blocks: RawBlock[] = [];
    while (this.#words.more) blocks.push(this.#known());
    return { number, function: code, blocks };
  }

  #node(): RawNode {
    const { nodes, blocks } = this.#profile;
    const words = this.#words;
    const id = words.number() - 1;
    if (id !== nodes.length) throw new WordError('a node out of order');
    const above = words.number(id);
    const kind = NODE_KINDS[words.number(NODE_KINDS.length - 1)];
    if (kind === undefined || (kind === 'phase') !== (above === 0))
      throw new WordError('a node without its parent');
    const caller = blocks[words.number(blocks.length) - 1];
    const isNumbered = kind === 'phase' || kind === 'task';
    const entry = isNumbered ? undefined : this.#known();
    const number = isNumbered ? words.number() : 0;
    return { id, parent: nodes[above - 1], kind, caller, entry, number, calls: words.number() };
  }

  #self(): void {
    const { nodes, selves } = this.#profile;
    const words = this.#words;
    const node = words.number(nodes.length) - 1;
    const block = this.#known();
    const first = words.number(block.sizes.length - 1);
    const count = words.number(block.sizes.length - first);
    if (node < 0) throw new WordError('a node that is not known');
    selves.push(node, block.id, first, count, words.number());
  }
}
