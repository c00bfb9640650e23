/**
 * Asks somebody outside how well agents suit a contact. What is asked holds ids, times, counts and skills: nothing that a
 * customer wrote, nor a name. The hub never depends on the answer: it asks once, for a short time, and goes on without.
 */
import type { AgentId, ContactId, CustomerId, QueueId } from '../model/ids.ts'
import type { DurationMs } from '../model/time.ts'

/** What is asked, as it goes out in JSON. Instants are milliseconds since 1970. A field may be added. */
export interface ScorerQuestion {
  readonly queue: QueueId
  readonly contact: {
    readonly id: ContactId
    readonly customer: CustomerId
    readonly channel: string
    readonly locale: string
    /** Key of the site's topic, '' for none. */
    readonly topic: string
    readonly priorityMs: number
    readonly enqueuedAt: number
    readonly joinedAt: number
    /** Offers made so far. */
    readonly attempts: number
    /** Who had it last, or null. */
    readonly lastAgent: AgentId | null
  }
  /** Those who may be asked: ready ones first, in the order in which they would be asked without scores. */
  readonly agents: readonly {
    readonly id: AgentId
    readonly ready: boolean
    readonly skills: Readonly<Record<string, number>>
    readonly attributes: readonly string[]
    readonly usedUnits: number
    readonly capacityUnits: number
    readonly idleSince: number
    /** Contacts taken in this shift, and the time spent in talks that ended. */
    readonly contacts: number
    readonly talkMs: number
  }[]
}

export type ScorerAnswer =
  /** Scores of some or all who were asked about; higher is better. */
  | { readonly kind: 'scores'; readonly scores: readonly (readonly [agent: AgentId, score: number])[] }
  /** `slow`: no whole answer in time; `refused`: another status than 200; `malformed`: not what docs/operations.md says. */
  | { readonly kind: 'failed'; readonly why: 'slow' | 'unreachable' | 'refused' | 'malformed' }

export interface Scorer {
  /** True where it is known whom to ask for this queue. */
  knows(queue: QueueId): boolean
  /** Answers within `withinMs` and hardly longer. Never rejects. */
  ask(question: ScorerQuestion, withinMs: DurationMs): Promise<ScorerAnswer>
}

/** An answer is no longer than this. */
export const answerBytesMax = 64 * 1_024

/** Scores are between minus and plus this. */
const scoreMax = 1_000_000

/** Reads an answer: `{ "scores": { agent id: number } }`, of agents that were asked about and nobody else. Null for anything else. */
export function readScores(text: string, { agents }: ScorerQuestion): readonly (readonly [AgentId, number])[] | null {
  const scores = scoresIn(text)
  if (scores === null) return null
  const asked = new Map(agents.map(({ id }) => [id as string, id]))
  const found: (readonly [AgentId, number])[] = []
  for (const [name, score] of Object.entries(scores)) {
    const agent = asked.get(name)
    if (agent === undefined || typeof score !== 'number' || !(Math.abs(score) <= scoreMax)) return null
    found.push([agent, score])
  }
  return found
}

function scoresIn(text: string): object | null {
  try {
    const answer: unknown = JSON.parse(text)
    if (typeof answer !== 'object' || answer === null || !('scores' in answer)) return null
    const { scores } = answer
    return typeof scores === 'object' && scores !== null && !Array.isArray(scores) ? scores : null
  } catch {
    return null
  }
}
