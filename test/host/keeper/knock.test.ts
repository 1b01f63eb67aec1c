// SPDX-License-Identifier: Apache-2.0
import { testServed } from '../../support/served-cases.js';
import { servedThere } from '../../support/serving.js';

describe('a load from another host on a guest without our PID 1', function () {
  this.timeout(120_000);

  testServed(servedThere);
});
