/**
 * The distributor against theory: one queue, agents of one contact at a time, customers at random, run through the real core
 * and set beside Erlang C and Erlang A. Waits are told with a 95 % interval from batch means, since contacts that follow
 * one another wait alike. What chance added by more or fewer customers and longer or shorter talks than the average that
 * was asked for is taken off (control variates, as in Law, Simulation Modeling and Analysis, chapter 11).
 */
import {
  contactOf,
  createFloor,
  decide,
  evolve,
  isRefusal,
  queueDefaults,
  waitEstimate,
  type Command,
  type FloorEvent,
  type WaitEstimate,
} from '../acd/index.ts'
import { KeyedHeap } from '../acd/heap.ts'
import { erlangA, erlangC, type Service, type Traffic } from '../metrics/index.ts'
import { makeId, type ContactId } from '../model/ids.ts'
import { durationMs, instant, type Instant } from '../model/time.ts'
import { Chance } from './chance.ts'

export interface TheoryCase extends Traffic {
  readonly agents: number
  /** Null: nobody gives up. */
  readonly patienceS: number | null
  /** Of all customers, who never give up although the others do. Default none. */
  readonly staying?: number
}

/** The rows that the staffing books agree on. */
export const theoryCases: readonly TheoryCase[] = [
  { perHour: 100, handleS: 180, agents: 7, patienceS: null },
  { perHour: 200, handleS: 180, agents: 12, patienceS: null },
  { perHour: 200, handleS: 180, agents: 14, patienceS: null },
  { perHour: 600, handleS: 240, agents: 46, patienceS: null },
  { perHour: 200, handleS: 180, agents: 9, patienceS: 300 },
  { perHour: 200, handleS: 180, agents: 12, patienceS: 300 },
]

/** A figure as simulated, with half the width of its 95 % interval, beside what theory says. */
export interface Figure {
  readonly name: 'waiting' | 'mean wait' | 'in 20 s' | 'abandoned'
  readonly simulated: number
  readonly plusMinus: number
  readonly theory: number
}

/** Within 2 % of theory, or no further from it than chance explains. */
export const meets = ({ simulated, plusMinus, theory: exact }: Figure, tolerance = 0.02): boolean =>
  Math.abs(simulated - exact) <= Math.max(tolerance * exact, plusMinus)

/** As `theory`, with twice as many customers again and again until chance explains no more than 2 %, eight times as many at most. */
export function theoryWithin(row: TheoryCase, contacts: number, seed: number): readonly Figure[] {
  for (let times = 1; ; times *= 2) {
    const figures = theory(row, contacts * times, seed)
    if (times === 8 || figures.every((one) => one.plusMinus <= 0.02 * one.theory)) return figures
  }
}

/** Contacts left out at the beginning, while the floor fills, as a share of all. */
const warmUp = 0.02
const batches = 20
/** Student's t for 17 degrees of freedom, 95 % on both sides: a mean and two coefficients are drawn from the batches. */
const t17 = 2.11
const levelS = 20

/** Runs one case with so many customers. */
export function theory(row: TheoryCase, contacts: number, seed: number): readonly Figure[] {
  const seen = new Floor(row, seed).run(contacts)
  const said = theoryOf(row)
  const measured = seen.slice(Math.floor(contacts * warmUp))
  const chanced = [
    batchMeans(measured, ({ gapMs }) => gapMs / (3_600_000 / row.perHour) - 1),
    batchMeans(measured, ({ handleMs }) => (handleMs === null ? 0 : handleMs / (1_000 * row.handleS) - 1)),
  ] as const
  const figure = (name: Figure['name'], of: (one: Seen) => number, exact: number): Figure => {
    const { mean, plusMinus } = controlled(batchMeans(measured, of), chanced)
    return { name, simulated: mean, plusMinus, theory: exact }
  }
  return [
    figure('waiting', ({ atOnce }) => (atOnce ? 0 : 1), said.waitShare),
    figure('mean wait', ({ waitedMs }) => waitedMs / 1_000, said.meanWaitS),
    figure(
      'in 20 s',
      ({ waitedMs, answered }) => (answered && waitedMs <= levelS * 1_000 ? 1 : 0),
      said.answeredIn(levelS),
    ),
    figure('abandoned', ({ answered }) => (answered ? 0 : 1), said.abandonShare),
  ]
}

/** How many of those who waited, and stayed, waited no longer than the range they were told when they came. */
export function calibration(row: TheoryCase, contacts: number, seed: number): Record<'told' | 'p50' | 'p90', number> {
  const seen = new Floor(row, seed).run(contacts).slice(Math.floor(contacts * warmUp))
  // Who would have given up tells of short waits alone.
  const told = seen.flatMap(({ waitedMs, stays, told }) => (told === null || !stays ? [] : [{ waitedMs, ...told }]))
  const share = (within: (one: (typeof told)[number]) => boolean): number => told.filter(within).length / told.length
  return {
    told: told.length,
    p50: share(({ waitedMs, p50Ms }) => waitedMs <= p50Ms),
    p90: share(({ waitedMs, p90Ms }) => waitedMs <= p90Ms),
  }
}

function theoryOf(row: TheoryCase): Service {
  const service = row.patienceS === null ? erlangC(row, row.agents) : erlangA(row, row.patienceS, row.agents)
  if (service === null) throw new Error('without abandoning, these agents cannot carry the load')
  return service
}

function batchMeans(seen: readonly Seen[], of: (one: Seen) => number): readonly number[] {
  const size = Math.floor(seen.length / batches)
  return Array.from({ length: batches }, (_, at) => average(seen.slice(at * size, (at + 1) * size).map(of)))
}

/** The mean, and half the width of its interval, once what the two others explain is taken off; their own means are 0 in theory. */
function controlled(
  of: readonly number[],
  [a, b]: readonly [readonly number[], readonly number[]],
): { readonly mean: number; readonly plusMinus: number } {
  const [meanOf, meanA, meanB] = [average(of), average(a), average(b)]
  const product = (one: readonly number[], mean: number, other: readonly number[], otherMean: number): number =>
    one.reduce((sum, value, at) => sum + (value - mean) * (other[at]! - otherMean), 0)
  const [aa, bb, ab] = [product(a, meanA, a, meanA), product(b, meanB, b, meanB), product(a, meanA, b, meanB)]
  const [ya, yb] = [product(of, meanOf, a, meanA), product(of, meanOf, b, meanB)]
  const determinant = aa * bb - ab * ab
  const [byA, byB] = [(ya * bb - yb * ab) / determinant, (yb * aa - ya * ab) / determinant]
  const left = of.reduce(
    (sum, value, at) => sum + (value - meanOf - byA * (a[at]! - meanA) - byB * (b[at]! - meanB)) ** 2,
    0,
  )
  // The means of a and b are estimates too: how far they lie from 0 widens the interval.
  const far = (meanA ** 2 * bb - 2 * meanA * meanB * ab + meanB ** 2 * aa) / determinant
  const variance = (left / (batches - 3)) * (1 / batches + far)
  return { mean: meanOf - byA * meanA - byB * meanB, plusMinus: t17 * Math.sqrt(variance) }
}

const average = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length

/** What became of one customer. */
interface Seen {
  readonly waitedMs: number
  readonly answered: boolean
  /** Somebody was free when the customer came. */
  readonly atOnce: boolean
  /** Would never have given up. */
  readonly stays: boolean
  /** What the customer was told to expect, or null where there was nothing to tell. */
  readonly told: WaitEstimate | null
  /** Since the customer before. */
  readonly gapMs: number
  /** How long their talk takes; null for one who gave up. */
  readonly handleMs: number | null
}

/** A customer who waits. */
type Waiting = Pick<Seen, 'stays' | 'told' | 'gapMs'> & { readonly since: Instant }

/** A talk or somebody's patience that ends. */
interface End {
  handle: number
  readonly contact: ContactId
  readonly of: 'talk' | 'patience'
}

const desk = makeId('queue', 'desk')

/** One queue at the real core; offers are accepted at once, there is no wrap-up. */
class Floor {
  readonly #floor = createFloor()
  readonly #chance: Chance
  readonly #ends = new KeyedHeap<End>((a, b) => (a.contact < b.contact ? -1 : 1), { steps: 0 })
  readonly #waiting = new Map<ContactId, Waiting>()
  readonly #seen: Seen[] = []
  #now = instant(1_800_000_000_000)

  constructor(
    private readonly row: TheoryCase,
    seed: number,
  ) {
    this.#chance = new Chance(seed)
    const agents = Array.from({ length: row.agents }, (_, n) => makeId('agent', `agent${n}`))
    this.#do({
      type: 'configure',
      queues: [{ ...queueDefaults, id: desk, wrapUpMs: durationMs(0), dispositions: [], dispositionRequired: false }],
      agents: agents.map((id) => ({ id, queues: [desk], skills: {}, capacityUnits: 25 })),
    })
    this.#do({ type: 'startEpoch', epoch: 1 })
    for (const agent of agents) {
      this.#do({ type: 'connectAgent', agent })
      this.#do({ type: 'setPresence', agent, status: 'available', reason: '' })
    }
  }

  run(contacts: number): readonly Seen[] {
    let came = 0
    let cameAt = this.#now
    let nextAt = this.#after(3_600_000 / this.row.perHour)
    while (this.#seen.length < contacts) {
      const endsAt = this.#ends.topKey()
      if (endsAt !== null && endsAt <= nextAt) this.#end(instant(endsAt))
      else {
        const gapMs = nextAt - cameAt
        this.#now = cameAt = nextAt
        this.#come(makeId('contact', `c${came++}`), gapMs)
        nextAt = this.#after(3_600_000 / this.row.perHour)
      }
    }
    return this.#seen
  }

  #come(contact: ContactId, gapMs: number): void {
    const { patienceS, staying = 0 } = this.row
    const stays = patienceS === null || (staying > 0 && this.#chance.hits(staying))
    const came: Waiting = { since: this.#now, stays, told: null, gapMs }
    this.#waiting.set(contact, came)
    this.#do({ type: 'queueContact', contact, channel: 'chat', queue: desk, requirements: [], priorityMs: 0 })
    this.#settle()
    if (!this.#waits(contact)) return
    this.#waiting.set(contact, { ...came, told: waitEstimate(this.#floor, contact) })
    if (patienceS !== null && !stays) this.#later('patience', contact, patienceS)
  }

  #end(at: Instant): void {
    this.#now = at
    const end = this.#ends.top()!
    this.#ends.remove(end.handle)
    if (end.of === 'patience') {
      if (!this.#waits(end.contact)) return
      this.#left(end.contact, null)
    }
    this.#do({ type: 'closeContact', contact: end.contact, by: end.of === 'patience' ? 'customer' : 'agent' })
    this.#settle()
  }

  #waits(contact: ContactId): boolean {
    return contactOf(this.#floor, contact)?.state.phase === 'queued'
  }

  #settle(): void {
    for (;;) {
      const made = this.#do({ type: 'distribute' })
      if (made.length === 0) return
      for (const event of made)
        if (event.type === 'offerMade') {
          const { agent, offer, epoch, contact } = event
          this.#do({ type: 'acceptOffer', agent, offer, epoch })
          this.#left(contact, this.#later('talk', contact, this.row.handleS))
        }
    }
  }

  /** Answered, for a talk of so long, or gone. */
  #left(contact: ContactId, handleMs: number | null): void {
    const { since, ...customer } = this.#waiting.get(contact)!
    const waitedMs = this.#now - since
    const answered = handleMs !== null
    this.#waiting.delete(contact)
    this.#seen.push({ ...customer, waitedMs, answered, atOnce: answered && waitedMs === 0, handleMs })
  }

  #do(command: Command): readonly FloorEvent[] {
    const decided = decide(this.#floor, command, this.#now)
    if (isRefusal(decided)) throw new Error(`${command.type} was refused: ${decided.refused}`)
    for (const event of decided) evolve(this.#floor, event)
    return decided
  }

  /** How long it takes until then, in milliseconds. */
  #later(of: End['of'], contact: ContactId, meanS: number): number {
    const end: End = { handle: -1, contact, of }
    const at = this.#after(meanS * 1_000)
    end.handle = this.#ends.push(end, at, 0)
    return at - this.#now
  }

  /** An instant that comes after an exponential time with this mean. */
  #after(meanMs: number): Instant {
    return instant(this.#now - Math.log(1 - this.#chance.next()) * meanMs)
  }
}
