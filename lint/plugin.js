// SPDX-License-Identifier: Apache-2.0
import outsideNames from './outside-names.js';
import outsideNumbers from './outside-numbers.js';

/** Rules of this project, for what types alone cannot say. */
export default { rules: { 'outside-names': outsideNames, 'outside-numbers': outsideNumbers } };
