/**
 * Random days for the core and its reference side by side: rules and commands as in random-story.ts, and beside them
 * likely ones, which are done to whatever they fit at that moment, so that every rule is really met. Only tests use this file.
 */
import fc from 'fast-check'
import type { AgentId } from '../model/ids.ts'
import type { AgentRules, Command, OverflowTarget, QueueRules, Requirement, StrategyName } from './index.ts'
import { known } from './reference/strategies.ts'
import { holders, type Guest, type World } from './reference/world.ts'
import { aStep, contacts, someRules, type Step } from './random-story.ts'
import { agent, atWork, clock, queue } from './story.ts'

const isKnown = (name: StrategyName | null) => name === null || (known as readonly string[]).includes(name)

/** Rules without what the reference does not know yet: the strategy that draws. */
function within(rules: Extract<Command, { type: 'configure' }>, strategy: StrategyName): Command {
  const queues = rules.queues.map((one): QueueRules => ({
    ...one,
    strategy: isKnown(one.strategy) ? one.strategy : strategy,
    steps: one.steps.map((step) => ({ ...step, strategy: isKnown(step.strategy) ? step.strategy : null })),
  }))
  return { ...rules, queues }
}

const aStrategy = fc.constantFrom<StrategyName>(...known, 'ring-group')
/** What one agent differs in from what the channels say. */
const channelRules = fc.constantFrom<AgentRules['channels']>(
  {},
  {},
  { chat: { max: 1 } },
  { chat: { units: 10 }, voice: { units: 25, interruptedBy: ['chat'] } },
  { email: { interruptedBy: ['voice'] }, voice: { units: 50, max: 1 } },
)
/** In place of the queue that some overflow rules lead to. */
const someWays = fc.array(
  fc.constantFrom<OverflowTarget | null>(null, null, { way: 'form' }, { way: 'bot' }, { way: 'callBack' }),
  {
    minLength: 2,
    maxLength: 2,
  },
)

export const rules = fc
  .tuple(someRules, aStrategy, fc.array(channelRules, { minLength: 3, maxLength: 3 }), fc.boolean(), someWays)
  .map(([command, strategy, differing, isRequired, ways]): Command => {
    const config = within(command as Extract<Command, { type: 'configure' }>, strategy)
    if (config.type !== 'configure') return config
    return {
      ...config,
      queues: config.queues.map((one) => ({
        ...one,
        dispositionRequired: isRequired,
        overflow: one.overflow.map((rule, at) => ({ ...rule, to: ways[at % 2] ?? rule.to })),
      })),
      agents: config.agents.map((one, at) => ({
        ...one,
        position: at % 2,
        skills: at === 1 ? { ...one.skills, tax: 2 } : one.skills,
        channels: differing[at]!,
      })),
    }
  })

const anArrival = fc
  .record({
    contact: fc.constantFrom(...contacts),
    channel: fc.constantFrom('chat', 'chat', 'chat', 'email', 'voice'),
    queue: fc.constantFrom('x', 'x', 'y').map(queue),
    requirements: fc.constantFrom<readonly Requirement[]>(
      [],
      [],
      [],
      [{ skill: 'ja', level: 2 }],
      [{ anyOf: [[{ skill: 'ja', level: 3 }], [{ skill: 'tax', level: 1 }]] }],
    ),
    priorityMs: fc.constantFrom(0, 0, 5_000),
    lastAgent: fc.constantFrom('a', 'b', 'c').map((name) => ({ agent: agent(name), endedAt: clock('09:59:30') })),
  })
  .map((change): Step => ({ do: { type: 'queueContact', ...change } }))

const likelies = [
  'accept',
  'accept',
  'accept',
  'accept',
  'decline',
  'handOn',
  'end',
  'extend',
  'finish',
  'goAndCome',
  'pull',
  'assign',
  'takeOver',
  'rescue',
  'hold',
  'grow',
  'rest',
  'note',
  'engage',
  'engage',
  'release',
  'handOver',
] as const
/** What mostly happens: it is done to whatever contact it fits at that moment. */
export interface Likely {
  readonly likely: (typeof likelies)[number]
  readonly pick: number
}
const aLikely = fc.record<Likely>({
  likely: fc.constantFrom(...likelies),
  pick: fc.nat({ max: 11 }),
})

/** The commands that it means on this floor: none where it fits nobody. */
export function meant(world: World, { likely, pick }: Likely): readonly Command[] {
  const all = [...world.contacts.values()]
  const chosen = all[pick % all.length]
  const other = [...world.agents.keys()][pick % world.agents.size]!
  if (chosen === undefined) return []
  if (likely === 'grow')
    return [{ type: 'changeChannel', contact: chosen.id, channel: chosen.channel === 'chat' ? 'voice' : 'chat' }]
  if (likely === 'rest' || likely === 'note') return spoken(all, likely, pick)
  if (likely === 'engage')
    return [{ type: 'engageAgent', agent: other, contact: chosen.id, units: pick % 3 === 0 ? 25 : 100 }]
  if (likely === 'release' || likely === 'handOver') return partOver(world, likely, pick, other)
  if (likely === 'hold') return [{ type: 'holdContact', contact: chosen.id }]
  if (likely === 'pull') return [{ type: 'pullContact', agent: other, contact: chosen.id }]
  if (likely === 'takeOver') return [{ type: 'takeOverContact', contact: chosen.id, by: other }]
  if (likely === 'assign')
    return [{ type: 'assignContact', contact: chosen.id, agent: other, force: pick % 5 < 2, by: other }]
  const fitting = all.flatMap(({ id: contact, state }) => holders(state).map((by) => ({ contact, by, state })))
  const one = fitting[pick % fitting.length]
  if (one === undefined) return []
  const { contact, by, state } = one
  const { phase } = state
  if (likely === 'rescue')
    return [
      { type: 'loseAgent', agent: by },
      { type: 'rescueContacts', agent: by, by: other },
    ]
  if (likely === 'goAndCome') return [{ type: 'loseAgent', agent: by }, ...(pick < 6 ? atWork(by) : [])]
  if (phase === 'called') return likely === 'decline' ? [] : [{ type: 'resumeContact', contact }]
  if (phase === 'offered') {
    const { offer, epoch } = state.rings.find((ring) => ring.agent === by)!
    return [{ type: likely === 'decline' ? 'declineOffer' : 'acceptOffer', agent: by, offer, epoch }]
  }
  const desk = [...world.queues.keys()][pick % world.queues.size]!
  const to = pick % 2 === 0 ? { queue: desk } : { agent: other }
  if (phase === 'active' && likely === 'handOn') return [{ type: 'transferContact', agent: by, contact, to }]
  if (phase === 'active') return [{ type: 'closeContact', contact, by: 'customer' }]
  if (likely === 'extend') return [{ type: 'extendWrapUp', agent: by, contact }]
  return likely === 'finish' ? [{ type: 'finishWrapUp', agent: by, contact, disposition: 'solved' }] : []
}

/** Somebody who takes part in a contact no longer does, or has it from now on, or sees it handed to another. */
function partOver(world: World, likely: 'release' | 'handOver', pick: number, other: AgentId): readonly Command[] {
  const parts = [...world.agents.values()].flatMap(({ id, engaged }) =>
    engaged.map(({ contact }) => ({ agent: id, contact })),
  )
  const one = parts[pick % parts.length]
  if (one === undefined) return []
  if (likely === 'release') return [{ type: 'releaseAgent', ...one }]
  const [from] = holders(world.contacts.get(one.contact)!.state)
  return from === undefined
    ? []
    : [{ type: 'handOverContact', contact: one.contact, from, to: pick % 2 === 1 ? other : one.agent }]
}

/** A talk is let rest; a message is written in one that rests, or else in any. */
function spoken(all: readonly Guest[], likely: 'rest' | 'note', pick: number): readonly Command[] {
  const talks = all.flatMap(({ id, state }) => (state.phase === 'active' ? [{ contact: id, ...state }] : []))
  const resting = talks.filter(({ parked }) => likely === 'note' && parked?.stirredAt === null)
  const one = resting[pick % resting.length] ?? talks[pick % talks.length]
  if (one === undefined) return []
  const { contact, agent: by } = one
  return [likely === 'note' ? { type: 'noteMessage', contact } : { type: 'parkContact', agent: by, contact }]
}

/** Now and then long enough for another shift. */
const aWhile = fc.oneof(
  { weight: 15, arbitrary: fc.integer({ min: 1, max: 30_000 }) },
  { weight: 1, arbitrary: fc.constant(4 * 3_600_000) },
)

export type Day = readonly (Step | Likely | { readonly late: number })[]

/** Up to `length` steps, and at least half as many. */
export const days = (length: number): fc.Arbitrary<Day> =>
  fc.array(
    fc.oneof(
      {
        weight: 30,
        arbitrary: aStep.filter((step) => !('do' in step) || step.do.type !== 'configure'),
      },
      { weight: 1, arbitrary: rules.map((command): Step => ({ do: command })) },
      { weight: 12, arbitrary: aLikely },
      { weight: 8, arbitrary: anArrival },
      { weight: 3, arbitrary: fc.integer({ min: 1, max: 15_000 }).map((wait) => ({ wait })) },
      // Time goes by and the hub comes round to it late.
      { weight: 2, arbitrary: aWhile.map((late) => ({ late })) },
    ),
    { minLength: Math.floor(length / 2), maxLength: length, size: 'max' },
  )
