/**
 * The distributor, as the rest of the hub sees it: give `decide` a command, apply its events with `evolve`, repeat
 * `passTime` until it decides nothing, then `distribute`, and begin again until that decides nothing either. The rules are in SPEC.md.
 */
export { checkFloor, checkSettled } from './check.ts'
export type { ClosedBy, Command, CommandType, ReplannedContact, RuleSet, TransferTarget } from './commands.ts'
export { decide, isRefusal, nextDeadline, type Decision } from './decide.ts'
export type { WaitEstimate } from './estimate.ts'
export type {
  FloorEvent,
  FloorEventType,
  OfferEnding,
  Outcome,
  Refusal,
  RefusalCode,
  RequeueCause,
  RescindCause,
} from './events.ts'
export { evolve } from './evolve.ts'
export { reasonToWait, whyNot, whyWaiting, type Why, type WhyNot, type WhyWaiting } from './explain.ts'
export { holdersOf, isWaiting, type Floor } from './floor.ts'
export { createFloor, queueDefaults } from './making.ts'
export {
  agentOf,
  contactOf,
  contactsHeld,
  contactsOf,
  entryRefusal,
  firstInLine,
  guestsOf,
  liveContacts,
  newcomerWait,
  placeInLine,
  queueRecordOf,
  queueSummary,
  rulesOf,
  touched,
  usedUnits,
  waitEstimate,
  type QueueSummary,
  type Touched,
} from './queries.ts'
export { restoreFloor, type FloorRows } from './restore.ts'
export { ringAt } from './rings.ts'
export { planOf } from './steps.ts'
export { strategies, type StrategyName } from './routing/index.ts'
export { callBackModes, wrapUpModes } from './state.ts'
export { scoreQuestion, type Candidate, type ScoreQuestion } from './scoring.ts'
export type {
  AgentLink,
  AgentRecord,
  AgentRules,
  AgentScore,
  CallBackRules,
  ContactPhase,
  ContactRecord,
  Hold,
  OverflowCondition,
  OverflowRule,
  OverflowTarget,
  PresenceStatus,
  QueueRecord,
  QueueRules,
  Ring,
  LastAgent,
  Plan,
  PlannedStep,
  Requirement,
  SkillRequirement,
  SkipRule,
  StepClock,
  StepRules,
} from './state.ts'
