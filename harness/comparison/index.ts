// SPDX-License-Identifier: Apache-2.0
export {
  type Cell,
  type CellIdentity,
  type FailedBoot,
  bootNumbers,
  isSameCell,
  systemLabel,
} from './cell.js';
export { compare } from './compare.js';
export { type DifferingField, differingFields, requireComparable } from './comparable.js';
export { type WantedCell, findCell } from './find.js';
export {
  type MeasuredComparison,
  type Outcome,
  type SystemPair,
  compareSides,
  compareSystems,
} from './measured.js';
export { type UnlikeSetting, compareConditions, differenceWords } from './conditions.js';
export { type Obstacle, cellObstacle, conditionsObstacle } from './obstacle.js';
export { type Pair, pairs } from './pairing.js';
export type { MeasuredRun, Side, Waiver } from './side.js';
