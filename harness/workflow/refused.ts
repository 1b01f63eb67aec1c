// SPDX-License-Identifier: Apache-2.0
import type { BenchError } from '../core/errors.js';
import type { Environment } from '../environment/environment.js';
import type { Host } from '../host/types.js';
import type { Images } from '../image/images.js';
import type { Monitor } from '../vmm/types.js';

/** Why a monitor that the user named runs nothing here. */
export interface Refused {
  monitor: Monitor;
  why: BenchError;
}

/**
 * An environment in which nothing is built and nothing is booted, so that each cell of a run says why: for a monitor that is not there, or cannot
 * run guests. Its records are not kept, and `resume` makes them where it can.
 */
export function refusingEnvironment(environment: Environment, refused: Refused): Environment {
  return {
    ...environment,
    host: (name) => refusingHost(environment.host(name), refused),
    images: (request) => refusingImages(environment.images(request), refused.why),
  };
}

function refusingHost(host: Host, { monitor, why }: Refused): Host {
  const { name, clocks, endings, devices, kernels } = monitor;
  const nothing = { has: [], lacks: ['nothing runs'] };
  return {
    ...host,
    monitor: () => Promise.resolve({ name, clocks, endings, devices, kernels, version: 'none' }),
    kvm: () => Promise.resolve({ kvm: false, kvmReason: why.message }),
    protection: () => Promise.resolve({ monitor: nothing, clients: nothing }),
    requireGuestNetwork: () => Promise.resolve(),
    boot: () => Promise.reject(why),
  };
}

function refusingImages(images: Images, why: BenchError): Images {
  return {
    ...images,
    source: () => Promise.resolve(undefined),
    begin: (systems) => Promise.resolve([...systems]),
    system: () => Promise.reject(why),
    image: () => Promise.reject(why),
    clients: () => Promise.reject(why),
  };
}
