/**
 * The bot's and the voice menu's script: read from a file with the line of every fault, run step by step as a pure function,
 * told as a picture, tried by cases in files. PURE. SPEC.md has the rules, docs/FLOWS.md says how a flow is written.
 */
export { advance, begin, give, resume, type Advanced } from './advance.ts'
export type {
  Answered,
  CallOut,
  CallResult,
  Channel,
  Effect,
  Found,
  Input,
  Question,
  QueueFacts,
  Surroundings,
} from './effects.ts'
export { readBotAnswer, type BotAction, type BotEvent, type TellBot } from './bot-talk.ts'
export { runCase, type CaseResult, type Search } from './case-runner.ts'
export { readCases, type FlowCase } from './cases.ts'
export { faultLine, faultWords, type Fault } from './faults.ts'
export * from './fields.ts'
export type { Flow } from './flow.ts'
export { flowGraph, mermaid, type FlowGraph } from './graph.ts'
export { wantsPerson } from './person.ts'
export { readFlow, type FlowRead } from './read-flow.ts'
export { maskCards } from './masking.ts'
export type { FileValue } from './values/index.ts'
export { nextDeadline, type FlowState, type Outcome } from './state.ts'
export { locales, type Locale } from './translations.ts'
export { tryFlow } from './try-out.ts'
export { readValue } from './values/index.ts'
