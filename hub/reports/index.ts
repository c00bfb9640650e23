/**
 * Reports: the floor's events counted into quarters of an hour, and formulas with names and versions made of them. PURE.
 * SPEC.md has the rules; app/reporting.ts keeps what is counted.
 */
export * from './cells.ts'
export type { BotEnd, Fact } from './facts.ts'
export * from './formulas.ts'
export { blockOf, cellsOf, figuresIn, openBlock, packCells, type Block, type Packed } from './packed.ts'
export { intervals, Report, type Asked, type Interval, type Row, type Sorting } from './report.ts'
export { Tally, type OpenAgent, type OpenContact } from './tally.ts'
export { Today } from './today.ts'
export { definitions } from './translations.ts'
