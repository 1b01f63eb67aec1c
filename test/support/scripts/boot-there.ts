// SPDX-License-Identifier: Apache-2.0
// Makes a boot on another host, to be killed meanwhile. Its argument is the boot, as JSON.
import { bootThere } from '../../../harness/host/keeper/boot-there.js';
import { type TestThere, thereOf } from '../there.js';

const [, , words = ''] = process.argv;
const boot = JSON.parse(words) as TestThere;
const { shell, there } = await thereOf(boot);
await bootThere(shell, there);
