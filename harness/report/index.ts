// SPDX-License-Identifier: Apache-2.0
export { type ReportFiles, writeReport } from './write.js';
export { type ClaimsReport, writeClaims } from './claims/write.js';
export { writeAblation } from './ablation/write.js';
