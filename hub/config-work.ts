/** From the configuration's words for hours, overflow, wrap-up and parking to the floor's rules. */
import { queueDefaults } from './acd/making.ts'
import type {
  CallBackRules,
  OverflowCondition,
  OverflowRule,
  OverflowTarget,
  QueueRules,
  ScoringRules,
} from './acd/state.ts'
import { IntlCivilTime } from './adapters/civil-time-intl.ts'
import type { Refuse } from './config-organisation.ts'
import { isPlainUrl } from './config-outside.ts'
import type { FileSettings } from './config-schema.ts'
import { readCalendar, type Calendar } from './hours/index.ts'
import { makeId } from './model/ids.ts'
import { durationMs, seconds } from './model/time.ts'

type QueueSettings = NonNullable<FileSettings['queues']>[number]
type TargetSettings = NonNullable<QueueSettings['waitMaxTo']>
type RuleSettings = NonNullable<QueueSettings['overflow']>[number]

/** The calendars by key. Calls `refuse` for what no clock or calendar shows. */
export function buildCalendars(settings: FileSettings, refuse: Refuse): ReadonlyMap<string, Calendar> {
  const zones = new IntlCivilTime()
  const calendars = new Map<string, Calendar>()
  for (const [at, { id, ...written }] of (settings.calendars ?? []).entries()) {
    const place = `calendars/${at}`
    if (calendars.has(id)) refuse(`${place}/id`, id, 'different from all others in the list')
    if (!zones.knows(written.zone)) refuse(`${place}/zone`, written.zone, 'a time zone such as Asia/Tokyo')
    const read = readCalendar(written)
    if ('place' in read) return refuse(`${place}/${read.place}`, read.found, read.expected)
    calendars.set(id, read)
  }
  return calendars
}

const scorerTimeoutMs = 300
const scorerCandidatesMax = 50

/** Where the queue's scorer is, and what of it the floor goes by. */
export function buildScorer(
  { scorer }: QueueSettings,
  place: string,
  refuse: Refuse,
): { readonly scorer?: { readonly url: string }; readonly scoring?: ScoringRules } {
  if (scorer === undefined) return {}
  const { url, timeoutMs = scorerTimeoutMs, candidatesMax = scorerCandidatesMax } = scorer
  if (!isPlainUrl(url))
    refuse(`${place}/url`, url, 'an address such as https://scorer.example.jp/scores, without name and password')
  return { scorer: { url }, scoring: { timeoutMs: durationMs(timeoutMs), candidatesMax } }
}

/** What of a queue's rules concerns its work rather than who gets it. `known`: keys of all queues. */
export function buildWork(
  queue: QueueSettings,
  place: string,
  known: ReadonlySet<string>,
  refuse: Refuse,
  hasBot = false,
): Partial<QueueRules> {
  if ((queue.waitMaxSeconds === undefined) !== (queue.waitMaxTo === undefined))
    refuse(`${place}/waitMaxTo`, queue.waitMaxTo, 'there if waitMaxSeconds is, and only then')
  const target = (to: TargetSettings, where: string, toBot = false): OverflowTarget =>
    readTarget(to, where, queue.id, known, refuse, toBot && hasBot)
  return {
    ...given('wrapUp', queue.wrapUp),
    ...given('wrapUpUnits', queue.wrapUpUnits),
    ...given('wrapUpExtensionMs', queue.wrapUpExtensionSeconds, seconds),
    ...given('wrapUpExtensionsMax', queue.wrapUpExtensionsMax),
    ...given('parkAfterMs', queue.parkAfterSeconds, seconds),
    ...given('parkedPercent', queue.parkedPercent),
    callBack: buildCallBack(queue),
    ...given('waitMaxMs', queue.waitMaxSeconds, seconds),
    ...given('waitMaxTo', queue.waitMaxTo, (to) => target(to, `${place}/waitMaxTo`)),
    ...given('lengthMax', queue.lengthMax),
    ...given('overflow', queue.overflow, (rules) =>
      rules.map((rule, at) => readRule(rule, `${place}/overflow/${at}`, rules, target, refuse)),
    ),
  }
}

function buildCallBack({ callBackMode, joinSeconds, callsMax, callGapSeconds }: QueueSettings): CallBackRules {
  const { mode, joinMs, attemptsMax, gapMs } = queueDefaults.callBack
  return {
    mode: callBackMode ?? mode,
    joinMs: joinSeconds === undefined ? joinMs : seconds(joinSeconds),
    attemptsMax: callsMax ?? attemptsMax,
    gapMs: callGapSeconds === undefined ? gapMs : seconds(callGapSeconds),
  }
}

/** `{ name: value }`, or nothing when the configuration says nothing: the floor's own default holds. */
function given<Name extends keyof QueueRules, Said>(
  name: Name,
  said: Said | undefined,
  read: (said: Said) => QueueRules[Name] = (value) => value as unknown as QueueRules[Name],
): Partial<QueueRules> {
  return said === undefined ? {} : { [name]: read(said) }
}

function readTarget(
  { queue, way, orElse }: TargetSettings,
  place: string,
  own: string,
  known: ReadonlySet<string>,
  refuse: Refuse,
  botTakes: boolean,
): OverflowTarget {
  if ((queue === undefined) === (way === undefined)) return refuse(place, { queue, way }, 'either a queue or a way')
  if ((way === 'bot') !== (orElse !== undefined))
    refuse(`${place}/orElse`, orElse, 'there if the way is bot, and only then: for those whom no bot can take')
  if (way !== undefined) return { way: way === 'bot' && !botTakes ? orElse! : way }
  const others = [...known].filter((key) => key !== own)
  if (!others.includes(queue!))
    refuse(`${place}/queue`, queue, `another of the queues: ${others.join(', ') || 'there is none'}`)
  return { queue: makeId('queue', queue!) }
}

function readRule(
  { name, when, to, alsoWaiting = false }: RuleSettings,
  place: string,
  all: readonly RuleSettings[],
  target: (to: TargetSettings, where: string, toBot: boolean) => OverflowTarget,
  refuse: Refuse,
): OverflowRule {
  if (all.filter((rule) => rule.name === name).length > 1)
    refuse(`${place}/name`, name, 'different from all others in the list')
  return {
    name,
    when: readCondition(when, `${place}/when`, refuse),
    // Who waits already had the bot, or chose not to.
    to: target(to, `${place}/to`, !alsoWaiting),
    waiting: alsoWaiting,
  }
}

/** Where `until` is left out a rule ends at four fifths of where it begins, and one for too few agents where it begins. */
function readCondition(when: RuleSettings['when'], place: string, refuse: Refuse): OverflowCondition {
  const { waiting, expectedWaitSeconds, staffedBelow, closed, until } = when
  const said = [waiting, expectedWaitSeconds, staffedBelow, closed].filter((one) => one !== undefined)
  if (said.length !== 1 || closed === false)
    refuse(place, when, 'exactly one of waiting, expectedWaitSeconds, staffedBelow and closed: true')
  const begins = waiting ?? expectedWaitSeconds
  if (begins !== undefined && until !== undefined && until > begins)
    refuse(`${place}/until`, until, `${begins} at most, where the rule begins to hold`)
  if (staffedBelow !== undefined && until !== undefined && until < staffedBelow)
    refuse(`${place}/until`, until, `${staffedBelow} at least, where the rule begins to hold`)
  if (waiting !== undefined) return { measure: 'waiting', above: waiting, until: until ?? Math.floor(waiting * 0.8) }
  if (staffedBelow !== undefined) return { measure: 'staffed', below: staffedBelow, until: until ?? staffedBelow }
  if (expectedWaitSeconds === undefined) return { measure: 'closed' }
  const untilSeconds = until ?? Math.floor(expectedWaitSeconds * 0.8)
  return { measure: 'expectedWait', aboveMs: seconds(expectedWaitSeconds), untilMs: seconds(untilSeconds) }
}
