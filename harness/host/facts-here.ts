// SPDX-License-Identifier: Apache-2.0
import { shellHere } from '../remote/here.js';
import { type FactsThere, factsThere } from './remote/facts.js';

/** Asks this machine about itself, by the same script as any other: the same machine is the same host from everywhere. */
export async function factsHere(): Promise<FactsThere> {
  return await factsThere(shellHere('this machine'), '/', false);
}
