// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { benchHere } from '../support/cli-here.js';

const refused = (args: string[], message: RegExp) =>
  async function (this: Mocha.Context): Promise<void> {
    this.timeout(60_000);
    const { exitCode, stderr, stdout } = await benchHere(['ablate', ...args]);
    assert.deepEqual([exitCode, stdout], [2, ''], stderr);
    assert.match(stderr, message);
    assert.match(stderr, /\n {2}next: /);
  };

describe('an ablation is refused', () => {
  it(
    'with a category that nobody knows, with the closest name',
    refused(['--category', 'cripto'], /CATEGORY_UNKNOWN: .*"cripto"[^]*Did you mean "crypto"/),
  );
  it('with a system that nobody knows', refused(['--from', 'lupine-generel'], /SYSTEM_UNKNOWN.*generel/));
  it('with a metric that it does not take', refused(['--metric', 'lat.fork'], /METRIC_UNKNOWN.*lat\.fork/));
  it('with one system at both ends', refused(['--from', 'microvm'], /ABLATION_SAME: microvm and microvm/));
  it(
    'with two systems that differ in patches',
    refused(['--from', 'lupine-general+kml'], /ABLATION_UNLIKE: .*patches/),
  );
  it(
    'with two systems of different kernels',
    refused(['--to', 'microvm@6.12'], /ABLATION_UNLIKE: lupine-general and microvm@6\.12 .*kernel source/),
  );
  it('by what nobody knows', refused(['--by', 'option'], /USAGE.*--by/));
});
