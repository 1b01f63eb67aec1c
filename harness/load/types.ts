// SPDX-License-Identifier: Apache-2.0
import type { HostClient } from '../image/host-clients.js';
import type { Room } from './room.js';

/** A load to make. */
export interface LoadOptions {
  room: Room;
  /** Run one after the other. */
  clients: readonly HostClient[];
  /** TCP port of the app; it must accept a connection before the first client begins. */
  port: number;
  /** CPU on which the clients stay. */
  cpu: number;
  /** Path of a client's outputs, without the ending. */
  outputPath: (client: string) => string;
}
