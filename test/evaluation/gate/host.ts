// SPDX-License-Identifier: Apache-2.0
import { normal } from '../../support/random.js';

/** How a host disturbs what is timed on it; relative sizes. */
export interface Disturbance {
  /** Standard deviation of a boot's logarithm. */
  noise: number;
  /** Amplitude of a slow wave, and largest slope over forty boots, of the host as a whole. */
  drift: number;
  /** How often a boot is an outlier, and the mean of its excess. */
  outliers: number;
  excess: number;
  /** Standard deviation between two sessions on one host. */
  session: number;
}

/** A machine that others use a little: between what is published of tuned hosts and of shared ones. */
export const USUAL: Disturbance = { noise: 0.01, drift: 0.01, outliers: 0.01, excess: 0.1, session: 0.02 };

/** How much values vary that were taken in one boot, as a part of how much boots do. */
const WITHIN = 0.003;

/** One session on a host: boots one after the other. */
export abstract class HostSession {
  /** The time of the next boot of something that takes this long on an idle host. */
  abstract boot(idle: number): number;

  /** Values taken in one boot: alike, because what disturbs a boot disturbs all of them. */
  samples(idle: number, count: number, random: () => number): number[] {
    const level = this.boot(idle);
    return Array.from({ length: count }, () => level * Math.exp(WITHIN * normal(random)));
  }

  /** Boots of base and head in turns there and back: base, head, head, base, ... */
  turns(base: number, head: number, rounds: number): { base: number[]; head: number[] } {
    const taken = { base: [] as number[], head: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      const first = (): void => void taken.base.push(this.boot(base));
      const second = (): void => void taken.head.push(this.boot(head));
      for (const make of round % 2 === 0 ? [first, second] : [second, first]) make();
    }
    return taken;
  }
}

/** A session that is made up. */
export class SimulatedSession extends HostSession {
  #boots = 0;
  readonly #random: () => number;
  readonly #about: Disturbance;
  readonly #offset: number;
  readonly #phase: number;
  readonly #slope: number;

  constructor(random: () => number, about: Disturbance) {
    super();
    this.#random = random;
    this.#about = about;
    this.#offset = about.session * normal(random);
    this.#phase = 2 * Math.PI * random();
    this.#slope = about.drift * (2 * random() - 1);
  }

  override boot(idle: number): number {
    const { noise, drift, outliers, excess } = this.#about;
    const at = this.#boots;
    this.#boots += 1;
    const wave = drift * Math.sin(this.#phase + at / 6) + (this.#slope * at) / 40;
    const outlier = this.#random() < outliers ? -excess * Math.log(1 - this.#random()) : 0;
    return idle * Math.exp(this.#offset + wave + noise * normal(this.#random) + outlier);
  }
}

/** A piece of a recording, from a random place on, in its order: what disturbs several boots in a row does so here too. */
export class RecordedSession extends HostSession {
  #at: number;
  readonly #recording: readonly number[];

  constructor(random: () => number, recording: readonly number[]) {
    super();
    this.#recording = recording;
    this.#at = Math.floor(random() * recording.length);
  }

  override boot(idle: number): number {
    const value = this.#recording[this.#at % this.#recording.length] ?? Number.NaN;
    this.#at += 1;
    return idle * value;
  }
}
