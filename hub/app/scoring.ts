/**
 * Asks outside for scores when the floor holds a contact back for them, after that is on the disk, and tells the floor what
 * came. A scorer that fails again and again is left alone for a while, and more than so many questions are not under way at
 * once: then the floor goes on without. Lost with a restart is only a question: the floor's own deadline holds.
 */
import { scoreQuestion, type AgentScore, type Floor, type ScoreQuestion } from '../acd/index.ts'
import type { ContactId, QueueId } from '../model/ids.ts'
import { later, seconds, since, type Instant } from '../model/time.ts'
import type { Clock } from '../ports/clock.ts'
import type { Scorer, ScorerAnswer, ScorerQuestion } from '../ports/scorer.ts'
import type { ContactFile } from './contact-file.ts'
import type { Work } from './work.ts'

/** What became of a question. `skipped`: not asked; `late`: the floor had gone on, or the contact was gone. */
export type ScorerOutcome = 'answered' | 'late' | 'skipped' | Extract<ScorerAnswer, { kind: 'failed' }>['why']

/** So many failures in a row, and a queue's scorer is left alone for so long. */
const failuresMax = 5
const restMs = seconds(10)
/** Questions under way. */
const underWayMax = 64

/** For a hub whose queues ask nobody. */
export const noScorer: Scorer = {
  knows: () => false,
  ask: () => Promise.resolve({ kind: 'failed', why: 'unreachable' }),
}

export interface ScoringParts {
  readonly scorer: Scorer
  readonly clock: Pick<Clock, 'now'>
  readonly floor: () => Floor
  readonly file: (contact: ContactId) => ContactFile | undefined
  readonly submit: (run: (work: Work) => void, unkept: () => void) => void
  /** Told of every outcome; `tookMs` is null where nobody was asked. */
  readonly seen: (queue: QueueId, outcome: ScorerOutcome, tookMs: number | null) => void
}

/** How a queue's scorer has done of late. */
interface Health {
  failures: number
  restsUntil: Instant | null
}

export class Scoring {
  /** Deadlines of the waits that were asked about, until their answer is kept. */
  readonly #asked = new Map<ContactId, Instant>()
  readonly #health = new Map<QueueId, Health>()
  #underWay = 0

  constructor(private readonly parts: ScoringParts) {}

  /** Asks about those of the contacts that are held back and were not asked about. */
  look(contacts: Iterable<ContactId>): void {
    for (const contact of contacts) {
      const question = scoreQuestion(this.parts.floor(), contact)
      if (question === null || this.#asked.get(contact) === question.until) continue
      this.#asked.set(contact, question.until)
      void this.#ask(contact, question)
    }
  }

  async #ask(contact: ContactId, question: ScoreQuestion): Promise<void> {
    const { scorer, clock, seen } = this.parts
    const { queue } = question.contact
    const asked = this.#wordsOf(question)
    const now = clock.now()
    if (asked === null || !this.#mayAsk(queue, now)) {
      seen(queue, 'skipped', null)
      return this.#tell(contact, question, [])
    }
    this.#underWay += 1
    const answer = await scorer.ask(asked, since(now, question.until))
    this.#underWay -= 1
    const tookMs = since(now, clock.now())
    this.#note(queue, answer)
    if (answer.kind === 'failed') seen(queue, answer.why, tookMs)
    this.#tell(contact, question, answer.kind === 'scores' ? answer.scores : [], (isInTime) => {
      if (answer.kind === 'scores') seen(queue, isInTime ? 'answered' : 'late', tookMs)
    })
  }

  /** An answer without scores lets the contact go at once. */
  #tell(
    contact: ContactId,
    { until }: ScoreQuestion,
    scores: readonly AgentScore[],
    told: (isInTime: boolean) => void = () => {},
  ): void {
    const done = (isInTime: boolean): void => {
      if (this.#asked.get(contact) === until) this.#asked.delete(contact)
      told(isInTime)
    }
    this.parts.submit(
      (work) => {
        const isInTime = work.command({ type: 'scoreContact', contact, until, scores }).length > 0
        work.tick.afterwards(() => done(isInTime))
      },
      () => done(false),
    )
  }

  /** After a rest one question tries whether the scorer is well again. */
  #mayAsk(queue: QueueId, now: Instant): boolean {
    if (!this.parts.scorer.knows(queue) || this.#underWay >= underWayMax) return false
    const health = this.#health.get(queue)
    if (health === undefined || health.restsUntil === null) return true
    if (now < health.restsUntil) return false
    health.restsUntil = later(now, restMs)
    return true
  }

  #note(queue: QueueId, { kind }: ScorerAnswer): void {
    if (kind === 'scores') {
      this.#health.delete(queue)
      return
    }
    const health = this.#health.get(queue) ?? { failures: 0, restsUntil: null }
    health.failures += 1
    if (health.failures >= failuresMax) health.restsUntil = later(this.parts.clock.now(), restMs)
    this.#health.set(queue, health)
  }

  /** Null where there is nobody to choose among. */
  #wordsOf({ contact, candidates }: ScoreQuestion): ScorerQuestion | null {
    const file = this.parts.file(contact.id)
    if (file === undefined || candidates.length === 0) return null
    const { id, channel, queue, priorityMs, enqueuedAt, joinedAt, attempts } = contact
    const { customer, locale, topic, lastAgent } = file
    return {
      queue,
      contact: { id, customer, channel, locale, topic, priorityMs, enqueuedAt, joinedAt, attempts, lastAgent },
      agents: candidates.map(({ agent, ready, rules, usedUnits, record }) => ({
        id: agent,
        ready,
        skills: rules.skills,
        attributes: rules.attributes ?? [],
        usedUnits,
        capacityUnits: rules.capacityUnits,
        idleSince: record.idleSince,
        contacts: record.shift.contacts,
        talkMs: record.shift.talkMs,
      })),
    }
  }
}
