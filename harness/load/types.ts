// SPDX-License-Identifier: Apache-2.0
import type { Knock, LoadClient } from '../boot/request.js';
import type { GuestNetwork } from './guest-network.js';

/** A load to make. */
export interface LoadOptions {
  network: GuestNetwork;
  /** Run one after the other. */
  clients: readonly LoadClient[];
  /** Folder in which they run. */
  dir: string;
  /** TCP port of the app; it must accept a connection before the first client begins. */
  port: number;
  /** CPU on which the clients stay. */
  cpu: number;
  /** For a guest in which nobody says that the app is ready. */
  knock?: Knock;
  /** Path of a client's outputs, without the ending. */
  outputPath: (client: string) => string;
}
