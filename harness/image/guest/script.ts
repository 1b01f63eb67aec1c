// SPDX-License-Identifier: Apache-2.0
import type { ConsoleScript, GuestApp } from '../../system/guest/types.js';

/** What an app declares of its console, without keys that have no value, so that it equals what JSON makes of it. */
export function script({ main, ready, success, failures, clients, end }: GuestApp): ConsoleScript {
  return {
    ...{ success, end },
    ...(main === undefined ? {} : { main }),
    ...(ready === undefined ? {} : { ready }),
    ...(failures === undefined ? {} : { failures }),
    ...(clients === undefined ? {} : { clients }),
  };
}
