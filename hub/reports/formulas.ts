/**
 * Figures that people read, made of what was counted: each a formula with a name, a version and its definition in words
 * (translations.ts). A version never changes what it says (RP12): who needs another formula adds one. Shares are from 0 to
 * 1, durations milliseconds; null says that there is nothing to measure.
 */
import { waitBoundsS, type Cell, type CellKind, type QueueCell } from './cells.ts'

/** What a good service is, in seconds. Both must be bounds of the classes of waits. */
export interface Goal {
  /** Answered within this is in time. */
  readonly targetS: number
  /** Given up within this was never there. */
  readonly shortS: number
}

export const usualGoal: Goal = { targetS: 20, shortS: 5 }

export const isWaitBound = (seconds: number): boolean => (waitBoundsS as readonly number[]).includes(seconds)

type Formula<K extends CellKind> = (cell: Cell<K>, goal: Goal) => number | null
type Formulas<K extends CellKind> = Readonly<Record<string, Formula<K>>>

function total(classes: readonly number[], first = classes.length): number {
  let sum = 0
  for (let at = 0; at < first; at++) sum += classes[at]!
  return sum
}
/** How many of them waited no longer than so many seconds. */
const within = (classes: readonly number[], seconds: number): number =>
  total(classes, (waitBoundsS as readonly number[]).indexOf(seconds) + 1)
const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null)

const offered = ({ came, handedIn, sentIn, returned, resumed }: QueueCell): number =>
  came + handedIn + sentIn + returned + resumed
const shortly = (cell: QueueCell, { shortS }: Goal): number => within(cell.abandoned, shortS)
const inTime = (cell: QueueCell, { targetS }: Goal): number => within(cell.answered, targetS)

/**
 * Below which so great a part of the answered waits lies. Within its class a wait is taken to be anywhere alike; the last
 * class ends at the longest wait.
 */
function percentile({ answered, longestWaitMs }: QueueCell, share: number): number | null {
  let before = 0
  const wanted = total(answered) * share
  for (const [at, count] of answered.entries()) {
    if (count > 0 && before + count >= wanted) {
      const from = at === 0 ? 0 : waitBoundsS[at - 1]! * 1_000
      const to = Math.max(from, Math.min(longestWaitMs, (waitBoundsS[at] ?? Infinity) * 1_000))
      return from + ((to - from) * (wanted - before)) / count
    }
    before += count
  }
  return null
}
const botEnded = ({ solved, unsolved, left, handedOver }: Cell<'bot'>): number => solved + unsolved + left + handedOver

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
  'answeredInTime.1': inTime,
  'answeredLate.1': (cell, goal) => total(cell.answered) - inTime(cell, goal),
  'abandonedInTime.1': (cell, goal) => Math.max(0, within(cell.abandoned, goal.targetS) - shortly(cell, goal)),
  'abandonedLate.1': (cell, { shortS, targetS }) =>
    total(cell.abandoned) - within(cell.abandoned, Math.max(shortS, targetS)),
  'serviceLevelWithAbandoned.1': (cell, goal) =>
    ratio(inTime(cell, goal), total(cell.answered) + total(cell.abandoned)),
  'serviceLevelWithFlowOuts.1': (cell, goal) =>
    ratio(inTime(cell, goal), total(cell.answered) + total(cell.abandoned) + cell.handedOut + cell.sentOut),
  'serviceLevelTwo.1': (cell, goal) =>
    ratio(inTime(cell, goal) + within(cell.abandoned, goal.targetS), total(cell.answered) + total(cell.abandoned)),
  'waitMedian.1': (cell) => percentile(cell, 0.5),
  'waitOfNineInTen.1': (cell) => percentile(cell, 0.9),
  'waitOfNineteenInTwenty.1': (cell) => percentile(cell, 0.95),
  'came.1': ({ came }) => came,
  'transferredIn.1': ({ handedIn }) => handedIn,
  'transferredOut.1': ({ handedOut }) => handedOut,
  'flowedIn.1': ({ sentIn }) => sentIn,
  'flowedOut.1': ({ sentOut }) => sentOut,
  'returned.1': ({ returned }) => returned,
  'resumed.1': ({ resumed }) => resumed,
  'endedOtherwise.1': ({ endedOtherwise }) => endedOtherwise,
  'talkTime.1': ({ talkMs }) => talkMs,
  'wrapUpTime.1': ({ wrapUpMs }) => wrapUpMs,
} as const satisfies Formulas<'queue'>

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
  'taken.1': ({ taken }) => taken,
  'takenBack.1': ({ takenBack }) => takenBack,
  'concurrency.1': ({ loadMs, atWorkMs }) => ratio(loadMs, atWorkMs),
} as const satisfies Formulas<'agent'>

const awayFormulas = { 'awayTime.1': ({ awayMs }) => awayMs } as const satisfies Formulas<'away'>

const dispositionFormulas = { 'results.1': ({ contacts }) => contacts } as const satisfies Formulas<'disposition'>

/** Of contacts that the bot began with. */
const botFormulas = {
  'botBegan.1': ({ began }) => began,
  'botSolved.1': ({ solved }) => solved,
  'botHandedOver.1': ({ handedOver }) => handedOver,
  'botLeft.1': ({ left }) => left,
  'botUnsolved.1': ({ unsolved }) => unsolved,
  'botSolvedShare.1': (cell) => ratio(cell.solved, botEnded(cell)),
  'botHandedOverShare.1': (cell) => ratio(cell.handedOver, botEnded(cell)),
  'botMeanTime.1': (cell) => ratio(cell.tookMs, botEnded(cell)),
} as const satisfies Formulas<'bot'>

/** Of what customers said afterwards. */
export const surveyFormulas = {
  'csatAnswers.1': ({ csatAnswers }) => csatAnswers,
  'csatMean.1': ({ csatScore, csatAnswers }) => ratio(csatScore, csatAnswers),
  'csatShare.1': ({ csatSatisfied, csatAnswers }) => ratio(csatSatisfied, csatAnswers),
  'npsAnswers.1': ({ npsAnswers }) => npsAnswers,
  'nps.1': ({ npsPromoters, npsDetractors, npsAnswers }) => ratio(100 * (npsPromoters - npsDetractors), npsAnswers),
} as const satisfies Formulas<'survey'>

/** The formulas of each kind of cells, in the order of their columns. */
export const formulas = {
  queue: queueFormulas,
  agent: agentFormulas,
  away: awayFormulas,
  disposition: dispositionFormulas,
  bot: botFormulas,
  survey: surveyFormulas,
} as const satisfies { readonly [K in CellKind]: Formulas<K> }

type NamesOf<T> = T extends unknown ? keyof T : never
export type FormulaName = NamesOf<(typeof formulas)[CellKind]>

export const namesOf = (kind: CellKind): readonly FormulaName[] => Object.keys(formulas[kind]) as FormulaName[]

/** What each formula of its kind says of a cell. */
export const reckoned = <K extends CellKind>(kind: K, cell: Cell<K>, goal: Goal): (number | null)[] =>
  Object.values(formulas[kind] as unknown as Formulas<K>).map((formula) => formula(cell, goal))

/** How its number is written: a decimal is neither whole nor a share. */
export type Unit = 'count' | 'share' | 'duration' | 'decimal'

const shares = /^(serviceLevel|answerRate|abandonRate|occupancy|utilisation|acceptRate)|Share/
const durations = /[tT]ime|^wait|longestWait/
const counts = /InTime/
const decimals = /^(concurrency|csatMean|nps)\./

export function unitOf(name: FormulaName): Unit {
  if (decimals.test(name)) return 'decimal'
  if (shares.test(name)) return 'share'
  return durations.test(name) && !counts.test(name) ? 'duration' : 'count'
}
