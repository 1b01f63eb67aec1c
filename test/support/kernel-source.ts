// SPDX-License-Identifier: Apache-2.0
import { sourcesOf } from '../../harness/image/kernel/sources.js';
import { VERSIONS } from './builtin.js';

/** The source that a system is built from: Debian's for its version. */
export const kernelSourceOf = sourcesOf(undefined, VERSIONS);
