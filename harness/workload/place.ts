// SPDX-License-Identifier: Apache-2.0
import { GUEST_INTERFACE } from '../app/outside.js';

/** Where a load generator runs. What it measures in one place is another metric than in the other. */
export interface Place {
  on: 'guest' | 'host';
  /** Address of the app, seen from there. */
  address: string;
  /** What stands between the first word of a metric's name and the rest. */
  infix: '' | 'host.';
  /** For a reader. */
  words: string;
}

/** Beside the app, on the guest's one CPU. */
export const IN_GUEST: Place = {
  on: 'guest',
  address: '127.0.0.1',
  infix: '',
  words: 'inside the guest, over loopback',
};

/** On another CPU of the host, over a tap device. */
export const ON_HOST: Place = {
  on: 'host',
  address: GUEST_INTERFACE.address,
  infix: 'host.',
  words: 'on the host, over a tap device',
};
