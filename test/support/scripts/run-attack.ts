// SPDX-License-Identifier: Apache-2.0
import { byClient } from '../attack.js';

const [, , dir = '', attack = ''] = process.argv;
await byClient(dir, attack);
