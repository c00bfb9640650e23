/**
 * Figures that people read, made of what was counted: each a formula with a name, a version and its definition in words
 * (translations.ts). A version never changes what it says (RP12): who needs another formula adds one. Shares are from 0 to
 * 1, durations milliseconds; null says that there is nothing to measure.
 */
import { waitBoundsS, type AgentCell, type QueueCell } from './cells.ts'

/** What a good service is, in seconds. Both must be bounds of the classes of waits. */
export interface Goal {
  /** Answered within this is in time. */
  readonly targetS: number
  /** Given up within this was never there. */
  readonly shortS: number
}

export const usualGoal: Goal = { targetS: 20, shortS: 5 }

export const isWaitBound = (seconds: number): boolean => (waitBoundsS as readonly number[]).includes(seconds)

type QueueFormula = (cell: QueueCell, goal: Goal) => number | null
type AgentFormula = (cell: AgentCell) => number | null

const total = (classes: readonly number[]): number => classes.reduce((sum, one) => sum + one, 0)
/** How many of them waited no longer than so many seconds. */
const within = (classes: readonly number[], seconds: number): number =>
  total(classes.slice(0, (waitBoundsS as readonly number[]).indexOf(seconds) + 1))
const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null)

const offered = ({ came, handedIn, sentIn, returned, resumed }: QueueCell): number =>
  came + handedIn + sentIn + returned + resumed
const shortly = (cell: QueueCell, { shortS }: Goal): number => within(cell.abandoned, shortS)
const inTime = (cell: QueueCell, { targetS }: Goal): number => within(cell.answered, targetS)

/** Of queues and channels. */
export const queueFormulas = {
  'offered.1': offered,
  'answered.1': ({ answered }) => total(answered),
  'abandoned.1': ({ abandoned }) => total(abandoned),
  'abandonedShort.1': shortly,
  'serviceLevel.1': (cell, goal) =>
    ratio(inTime(cell, goal), total(cell.answered) + total(cell.abandoned) - shortly(cell, goal)),
  'serviceLevelOfAnswered.1': (cell, goal) => ratio(inTime(cell, goal), total(cell.answered)),
  'serviceLevelOfAll.1': (cell, goal) =>
    ratio(
      inTime(cell, goal) + within(cell.abandoned, goal.targetS),
      total(cell.answered) + total(cell.abandoned) + cell.handedOut + cell.sentOut,
    ),
  'answerRate.1': (cell, goal) =>
    ratio(total(cell.answered), total(cell.answered) + total(cell.abandoned) - shortly(cell, goal)),
  'abandonRate.1': (cell, goal) =>
    ratio(
      total(cell.abandoned) - shortly(cell, goal),
      total(cell.answered) + total(cell.abandoned) - shortly(cell, goal),
    ),
  'meanAnswerTime.1': ({ answered, answeredWaitMs }) => ratio(answeredWaitMs, total(answered)),
  'meanTimeToAbandon.1': ({ abandoned, abandonedWaitMs }) => ratio(abandonedWaitMs, total(abandoned)),
  'longestWait.1': ({ longestWaitMs }) => longestWaitMs,
  'meanTalkTime.1': ({ talks, talkMs }) => ratio(talkMs, talks),
  'meanWrapUpTime.1': ({ wrapUps, wrapUpMs }) => ratio(wrapUpMs, wrapUps),
  'meanHandleTime.1': ({ talks, talkMs, wrapUpMs }) => ratio(talkMs + wrapUpMs, talks),
  'handled.1': ({ talks }) => talks,
  'handedOut.1': ({ handedOut, sentOut }) => handedOut + sentOut,
  'keptPlaces.1': ({ kept }) => kept,
  'calledBack.1': ({ calledBack }) => calledBack,
  'missedOffers.1': ({ missed }) => missed,
} as const satisfies Readonly<Record<string, QueueFormula>>

/** Of agents. */
export const agentFormulas = {
  'signedOnTime.1': ({ signedOnMs }) => signedOnMs,
  'workTime.1': ({ atWorkMs }) => atWorkMs,
  'readyTime.1': ({ readyMs }) => readyMs,
  'awayTime.1': ({ awayMs }) => awayMs,
  'occupancy.1': ({ atWorkMs, readyMs }) => ratio(atWorkMs, atWorkMs + readyMs),
  'utilisation.1': ({ atWorkMs, signedOnMs }) => ratio(atWorkMs, signedOnMs),
  'handledByAgent.1': ({ talks }) => talks,
  'talkTimeOfAgent.1': ({ talks, talkMs }) => ratio(talkMs, talks),
  'wrapUpTimeOfAgent.1': ({ wrapUps, wrapUpMs }) => ratio(wrapUpMs, wrapUps),
  'handleTimeOfAgent.1': ({ talks, talkMs, wrapUpMs }) => ratio(talkMs + wrapUpMs, talks),
  'accepted.1': ({ accepted }) => accepted,
  'declined.1': ({ declined }) => declined,
  'missed.1': ({ missed }) => missed,
  'acceptRate.1': ({ accepted, declined, missed }) => ratio(accepted, accepted + declined + missed),
  'handedOn.1': ({ handedOn }) => handedOn,
} as const satisfies Readonly<Record<string, AgentFormula>>

export type QueueFormulaName = keyof typeof queueFormulas
export type AgentFormulaName = keyof typeof agentFormulas
export type FormulaName = QueueFormulaName | AgentFormulaName

/** How its number is written. */
export type Unit = 'count' | 'share' | 'duration'

const shares = /^(serviceLevel|answerRate|abandonRate|occupancy|utilisation|acceptRate)/
const durations = /[tT]ime|longestWait/

export const unitOf = (name: FormulaName): Unit =>
  shares.test(name) ? 'share' : durations.test(name) ? 'duration' : 'count'
