/**
 * Random days on the floor, for tests: rules that somebody might set, and commands in any order, among them wrong and late
 * ones, with time passing between them. Only tests use this file.
 */
import fc from 'fast-check'
import { makeId, type AgentId, type QueueId } from '../model/ids.ts'
import { durationMs, instant, seconds } from '../model/time.ts'
import {
  callBackModes,
  contactOf,
  contactsOf,
  liveContacts,
  nextDeadline,
  queueDefaults,
  ringAt,
  strategies,
  wrapUpModes,
  type Command,
  type Floor,
  type FloorEvent,
  type OverflowRule,
  type OverflowTarget,
  type StepRules,
  type StrategyName,
} from './index.ts'
import { agent, agentRules, atWork, clock, contact, queue, queueRules, Story } from './story.ts'

const agents = ['a', 'b', 'c'].map(agent)
export const contacts = [...'klmnopqrstuv'].map(contact)
const queues = ['x', 'y'].map(queue)

const anAgent = fc.constantFrom(...agents)
const aContact = fc.constantFrom(...contacts)
const aQueue = fc.constantFrom(...queues)
const aDuration = fc.integer({ min: 0, max: 40 }).map(seconds)
const aSkill = fc.record({ skill: fc.constantFrom('ja', 'tax'), level: fc.integer({ min: 1, max: 3 }) })

const [here, there] = queues as [QueueId, QueueId]
const someTargets: readonly OverflowTarget[] = [{ queue: here }, { queue: there }, { way: 'form' }, { way: 'callBack' }]
const someOverflow: OverflowRule[] = [
  { name: 'crowded', when: { measure: 'waiting', above: 3, until: 1 }, to: { queue: there }, waiting: true },
  { name: 'full', when: { measure: 'waiting', above: 4, until: 4 }, to: { queue: here }, waiting: false },
  { name: 'empty', when: { measure: 'staffed', below: 1, until: 2 }, to: { queue: there }, waiting: false },
  {
    name: 'slow',
    when: { measure: 'expectedWait', aboveMs: seconds(400), untilMs: seconds(200) },
    to: { queue: here },
    waiting: true,
  },
  { name: 'closed', when: { measure: 'closed' }, to: { queue: there }, waiting: true },
]

export const someRules = fc
  .record({
    queues: fc.subarray(queues, { minLength: 1 }),
    agents: fc.subarray(agents, { minLength: 2 }),
    strategy: fc.constantFrom(...(Object.keys(strategies) as StrategyName[])),
    coolDownMs: aDuration,
    missCoolDownMs: fc.constantFrom(0, 0, 7).map(seconds),
    missesBeforeAway: fc.constantFrom(1, 1, 2),
    offerGapMs: fc.constantFrom(0, 0, 3).map(seconds),
    wrapUpMs: fc.constantFrom(0, 5, 20, 40).map(seconds),
    wrapUp: fc.constantFrom(...wrapUpModes),
    wrapUpUnits: fc.constantFrom(null, null, 0, 10, 100),
    parkAfterMs: fc.constantFrom(null, 4, 30).map((count) => count && seconds(count)),
    parkedPercent: fc.constantFrom(0, 25, 50),
    overflow: fc.array(fc.subarray(someOverflow), { minLength: 2, maxLength: 2 }),
    waitMaxMs: fc.array(fc.constantFrom(null, 8, 25), { minLength: 2, maxLength: 2 }),
    waitMaxTo: fc.constantFrom(...someTargets),
    lengthMax: fc.constantFrom(null, null, 3),
    ringAtOnce: fc.constantFrom(2, 3, 5),
    callBack: fc.constantFrom(...callBackModes),
    graceMs: aDuration,
    scoringMs: fc.array(fc.constantFrom(undefined, undefined, 300, 2_000), { minLength: 2, maxLength: 2 }),
    priorityMs: aDuration,
    acceleration: fc.array(fc.constantFrom(1_000, 1_000, 0, 300, 2_500), { minLength: 2, maxLength: 2 }),
    waitCapMs: fc.array(fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, aDuration), {
      minLength: 2,
      maxLength: 2,
    }),
    steps: fc.array(
      fc.record<StepRules>({
        requirements: fc.array(aSkill, { maxLength: 1 }),
        strategy: fc.constantFrom(null, ...(Object.keys(strategies) as StrategyName[])),
        prefer: fc.constantFrom(null, null, [agents[0]!], { lastWithinMs: seconds(60) }),
        forMs: fc.integer({ min: 1, max: 40 }).map(seconds),
        skipIf: fc.constantFrom(
          null,
          { count: 'available' as const, below: 1 },
          { count: 'free' as const, below: 1 },
          { count: 'available' as const, below: 2 },
        ),
      }),
      { maxLength: 2 },
    ),
    skills: fc.array(fc.record({ ja: fc.integer({ min: 1, max: 3 }) }), { minLength: 3, maxLength: 3 }),
    units: fc.array(fc.constantFrom(10, 25, 25, 50, 100, 100), { minLength: 3, maxLength: 3 }),
    member: fc.array(fc.subarray(queues, { minLength: 1 }), { minLength: 3, maxLength: 3 }),
  })
  .map((seed): Command => ({
    type: 'configure',
    queues: seed.queues.map((id, i) =>
      queueRules(id, {
        strategy: seed.strategy,
        ringAtOnce: seed.ringAtOnce,
        declineCoolDownMs: seed.coolDownMs,
        callBack: {
          ...queueDefaults.callBack,
          mode: seed.callBack,
          joinMs: seconds(15),
          gapMs: seconds(5),
          attemptsMax: 2,
        },
        missCoolDownMs: seed.missCoolDownMs,
        missesBeforeAway: seed.missesBeforeAway,
        offerGapMs: seed.offerGapMs,
        overflow: seed.overflow[i]!,
        waitMaxMs: seed.waitMaxMs[i] == null ? null : seconds(seed.waitMaxMs[i]!),
        waitMaxTo: seed.waitMaxTo,
        lengthMax: seed.lengthMax,
        wrapUp: seed.wrapUp,
        parkAfterMs: seed.parkAfterMs,
        parkedPercent: seed.parkedPercent,
        wrapUpMs: seed.wrapUpMs,
        wrapUpUnits: seed.wrapUpUnits,
        agentGraceMs: seed.graceMs,
        customerGraceMs: seed.graceMs,
        priorityMs: i * seed.priorityMs,
        steps: i === 0 ? seed.steps : [],
        acceleration: seed.acceleration[i]!,
        waitCapMs: seed.waitCapMs[i]!,
        ...(seed.scoringMs[i] === undefined
          ? {}
          : { scoring: { timeoutMs: durationMs(seed.scoringMs[i]), candidatesMax: 2 } }),
      }),
    ),
    agents: seed.agents.map((id, i) =>
      agentRules(id, { queues: seed.member[i]!, skills: seed.skills[i]!, capacityUnits: seed.units[i]! }),
    ),
  }))

/** An answer names whatever the agent is rung for when its turn comes, and sometimes something stale. */
export type Step =
  | { readonly do: Command }
  | { readonly answer: 'acceptOffer' | 'declineOffer'; readonly by: AgentId; readonly stale: boolean }
  | { readonly wait: number }
  | { readonly restart: true }

const frequent = (weight: number, arbitrary: fc.Arbitrary<Command>) => ({
  weight,
  arbitrary: arbitrary.map((command): Step => ({ do: command })),
})

export const aStep: fc.Arbitrary<Step> = fc.oneof(
  frequent(1, someRules),
  frequent(
    1,
    fc
      .array(aContact, { maxLength: 3 })
      .map((ids): Command => ({ type: 'replanContacts', contacts: ids.map((contact) => ({ contact })) })),
  ),
  frequent(10, fc.record({ type: fc.constant('connectAgent' as const), agent: anAgent })),
  frequent(1, fc.record({ type: fc.constant('loseAgent' as const), agent: anAgent })),
  frequent(
    5,
    fc.record({
      type: fc.constant('setPresence' as const),
      agent: anAgent,
      status: fc.constantFrom(
        'available' as const,
        'available' as const,
        'available' as const,
        'away' as const,
        'offline' as const,
      ),
      reason: fc.constantFrom('', 'lunch'),
    }),
  ),
  frequent(
    8,
    fc.record({
      type: fc.constant('queueContact' as const),
      contact: aContact,
      channel: fc.constantFrom('chat' as const, 'chat' as const, 'chat' as const, 'email' as const, 'voice' as const),
      queue: aQueue,
      requirements: fc.array(aSkill, { maxLength: 1 }),
      priorityMs: fc.constantFrom(0, 0, 60_000),
    }),
  ),
  frequent(
    2,
    fc.record({
      type: fc.constant('queueContact' as const),
      contact: aContact,
      channel: fc.constant('chat' as const),
      queue: aQueue,
      requirements: fc.constant([]),
      priorityMs: fc.constant(0),
      message: fc.constant(true as const),
    }),
  ),
  {
    weight: 20,
    arbitrary: fc.record({
      answer: fc.constantFrom(
        'acceptOffer' as const,
        'acceptOffer' as const,
        'acceptOffer' as const,
        'declineOffer' as const,
      ),
      by: anAgent,
      stale: fc.integer({ min: 0, max: 9 }).map((odds) => odds === 0),
    }),
  },
  frequent(
    4,
    fc.record({
      type: fc.constant('transferContact' as const),
      agent: anAgent,
      contact: aContact,
      to: fc.oneof(
        aQueue.map((id) => ({ queue: id })),
        anAgent.map((id) => ({ agent: id })),
      ),
    }),
  ),
  frequent(
    8,
    fc.record({
      type: fc.constant('closeContact' as const),
      contact: aContact,
      by: fc.constantFrom('customer' as const, 'agent' as const, 'system' as const),
    }),
  ),
  frequent(1, fc.record({ type: fc.constant('removeContact' as const), contact: aContact })),
  frequent(
    8,
    fc.record({
      type: fc.constant('scoreContact' as const),
      contact: aContact,
      until: fc.constant(clock('10:00:00')),
      scores: fc.array(fc.tuple(anAgent, fc.integer({ min: -2, max: 2 })), { maxLength: 4 }),
    }),
  ),
  frequent(
    4,
    fc.record({
      type: fc.constant('finishWrapUp' as const),
      agent: anAgent,
      contact: aContact,
      disposition: fc.constantFrom('', 'solved', 'unheard'),
    }),
  ),
  frequent(4, fc.record({ type: fc.constant('parkContact' as const), agent: anAgent, contact: aContact })),
  frequent(6, fc.record({ type: fc.constant('noteMessage' as const), contact: aContact })),
  frequent(
    2,
    fc.record({
      type: fc.constant('setHours' as const),
      queue: aQueue,
      open: fc.boolean(),
      changesAt: fc.constantFrom(null, clock('10:00:30'), clock('10:02:00')),
    }),
  ),
  frequent(
    3,
    fc.record({ type: fc.constantFrom('holdContact' as const, 'resumeContact' as const), contact: aContact }),
  ),
  frequent(
    4,
    fc.record({
      type: fc.constant('changeChannel' as const),
      contact: aContact,
      channel: fc.constantFrom('voice' as const, 'video' as const, 'chat' as const, 'email' as const),
    }),
  ),
  frequent(
    4,
    fc.record({
      type: fc.constant('engageAgent' as const),
      agent: anAgent,
      contact: aContact,
      units: fc.constantFrom(25, 100),
    }),
  ),
  frequent(2, fc.record({ type: fc.constant('releaseAgent' as const), agent: anAgent, contact: aContact })),
  frequent(
    3,
    fc.record({
      type: fc.constant('handOverContact' as const),
      contact: aContact,
      from: anAgent,
      to: anAgent,
    }),
  ),
  frequent(2, fc.record({ type: fc.constant('extendWrapUp' as const), agent: anAgent, contact: aContact })),
  frequent(2, fc.record({ type: fc.constant('pullContact' as const), agent: anAgent, contact: aContact })),
  frequent(
    3,
    fc.record({
      type: fc.constant('assignContact' as const),
      contact: aContact,
      agent: anAgent,
      force: fc.boolean(),
      by: anAgent,
    }),
  ),
  frequent(1, fc.record({ type: fc.constant('takeOverContact' as const), contact: aContact, by: anAgent })),
  frequent(1, fc.record({ type: fc.constant('rescueContacts' as const), agent: anAgent, by: anAgent })),
  frequent(
    1,
    fc.record({
      type: fc.constant('forcePresence' as const),
      agent: anAgent,
      status: fc.constantFrom('available' as const, 'away' as const, 'offline' as const),
      reason: fc.constant('training'),
      by: anAgent,
    }),
  ),
  frequent(
    3,
    fc.record({ type: fc.constantFrom('loseCustomer' as const, 'connectCustomer' as const), contact: aContact }),
  ),
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 30_000 }).map((wait): Step => ({ wait })) },
  { weight: 1, arbitrary: fc.constant<Step>({ restart: true }) },
)

export const aRun = fc.tuple(someRules, fc.array(aStep, { minLength: 5, maxLength: 120, size: 'max' }))

/** Turns a step into the command it means on this floor. */
export function commandOf(floor: Floor, step: Exclude<Step, { wait: number }>): Command {
  if ('do' in step) return aimed(floor, step.do)
  if ('restart' in step) return { type: 'startEpoch', epoch: floor.epoch + 1 }
  const rings = floor.agents.get(step.by)?.ringing?.record
  const live = (rings && ringAt(rings.state, step.by)?.offer) ?? makeId('offer', 'none')
  return { type: step.answer, agent: step.by, offer: live, epoch: step.stale ? floor.epoch - 1 : floor.epoch }
}

const aimedAt = {
  transferContact: 'active',
  parkContact: 'active',
  finishWrapUp: 'wrapUp',
  extendWrapUp: 'wrapUp',
} as const

/** What an agent does is mostly done to a contact that agent has; one name is left as it is, right or wrong. */
function aimed(floor: Floor, command: Command): Command {
  if (command.type === 'noteMessage') {
    const parked = [...liveContacts(floor)].find(
      ({ state }) => state.phase === 'active' && state.parked?.stirredAt === null,
    )
    return parked === undefined ? command : { ...command, contact: parked.id }
  }
  if (command.type === 'scoreContact') {
    const held = [...liveContacts(floor)].find(({ scores }) => scores !== null && 'until' in scores)
    if (held?.scores == null || !('until' in held.scores)) return command
    return { ...command, contact: held.id, until: held.scores.until }
  }
  if (command.type === 'holdContact' || command.type === 'resumeContact') {
    const all = [...liveContacts(floor)]
    const called = all.find(({ state }) => state.phase === 'called') ?? all.find(({ hold }) => hold !== null)
    const fitting = command.type === 'resumeContact' ? called : all.find(({ state }) => state.phase === 'queued')
    return fitting === undefined ? command : { ...command, contact: fitting.id }
  }
  if (command.type === 'pullContact' || (command.type === 'assignContact' && command.force)) {
    const waiting = [...liveContacts(floor)].find(({ state }) => state.phase === 'queued')
    return waiting === undefined ? command : { ...command, contact: waiting.id }
  }
  if (command.type === 'changeChannel') return command.contact < contacts[4]! ? grows(floor, command) : command
  if (command.type === 'engageAgent' || command.type === 'releaseAgent' || command.type === 'handOverContact')
    return command.contact === contacts[0] ? command : takesPart(floor, command)
  if (command.type === 'closeContact' && command.by === 'agent') {
    const active = [...liveContacts(floor)].find((one) => one.state.phase === 'active')
    return active === undefined ? command : { ...command, contact: active.id }
  }
  if (!('agent' in command) || !('contact' in command) || !(command.type in aimedAt)) return command
  const phase = aimedAt[command.type as keyof typeof aimedAt]
  const fitting = contactsOf(floor, command.agent).find((id) => contactOf(floor, id)?.state.phase === phase)
  return fitting === undefined || command.contact === contacts[0] ? command : { ...command, contact: fitting }
}

/** In what somebody else has; or the end of such a part, or what is handed over to whoever has one. */
function takesPart(
  floor: Floor,
  command: Extract<Command, { type: 'engageAgent' | 'releaseAgent' | 'handOverContact' }>,
): Command {
  const talks = [...liveContacts(floor)].flatMap(({ id, state }) =>
    state.phase === 'active' ? [{ id, by: state.agent }] : [],
  )
  if (command.type === 'engageAgent') {
    const others = talks.find(({ by }) => by !== command.agent)
    return others === undefined ? command : { ...command, contact: others.id }
  }
  for (const { record } of floor.agents.values())
    for (const { contact } of record.engaged) {
      if (command.type === 'releaseAgent') return { ...command, agent: record.id, contact }
      const talk = talks.find(({ id }) => id === contact)
      if (talk !== undefined) return { ...command, contact, from: talk.by, to: record.id }
    }
  return command
}

/** Of one that is on the floor; to video of one that rests or has stirred, where there is one. */
function grows(floor: Floor, command: Extract<Command, { type: 'changeChannel' }>): Command {
  const all = [...liveContacts(floor)]
  const rests = ({ state }: (typeof all)[number]) => state.phase === 'active' && state.parked !== null
  const resting = command.channel === 'video' ? all.find(rests) : undefined
  const fitting = resting ?? all.find((one) => one.channel !== command.channel && !rests(one))
  return fitting === undefined ? command : { ...command, contact: fitting.id }
}

/** Runs the steps on a story; tells each event, and each command before it is carried out. */
export function run(
  story: Story,
  steps: readonly Step[],
  told: (event: FloorEvent) => void,
  before = (_: Command) => {},
): void {
  for (const step of steps) {
    if ('wait' in step) {
      const until = instant(story.now + step.wait)
      for (let due = nextDeadline(story.floor); due !== null && due <= until; due = nextDeadline(story.floor)) {
        story.now = due
        tell(story, { type: 'passTime' })
      }
      story.now = until
      continue
    }
    const command = commandOf(story.floor, step)
    before(command)
    tell(story, command)
  }
  function tell(on: Story, command: Command): void {
    on.when(command)
    for (const event of [...on.decided, ...on.followed]) told(event)
  }
}

/** Everybody who is configured comes to work first, or little would happen. */
export function begin(rules: Command): Story {
  const story = new Story().given({ type: 'startEpoch', epoch: 1 }, rules)
  return story.given(...[...story.floor.agents.keys()].map((id) => atWork(id)))
}
