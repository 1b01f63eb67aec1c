// SPDX-License-Identifier: Apache-2.0
import { createQemu } from '../../../harness/vmm/qemu.js';

const [, , kernel = '', consolePath = ''] = process.argv;
const fixed = { cmdline: '', memoryMib: 16, clock: 'deterministic', timeoutMs: 60_000 } as const;
await createQemu().run({ ...fixed, kernel, consolePath });
