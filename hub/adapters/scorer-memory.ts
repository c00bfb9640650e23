/** A scorer in memory, on any clock: answers as it is told to, also late, never, or with what is no answer. For tests and the simulator. */
import type { QueueId } from '../model/ids.ts'
import { durationMs, type DurationMs } from '../model/time.ts'
import type { Clock } from '../ports/clock.ts'
import { answerBytesMax, readScores, type Scorer, type ScorerAnswer, type ScorerQuestion } from '../ports/scorer.ts'

/** What it says, after how long; a status other than 200 is a refusal, null for a scorer that is not there. */
export type ScorerReply = { readonly afterMs: number; readonly status: number; readonly text: string } | null

export class MemoryScorer implements Scorer {
  readonly asked: ScorerQuestion[] = []

  constructor(
    private readonly clock: Pick<Clock, 'after'>,
    /** Changed at will. */
    public reply: (question: ScorerQuestion) => ScorerReply,
    private readonly queues: ReadonlySet<QueueId>,
  ) {}

  knows(queue: QueueId): boolean {
    return this.queues.has(queue)
  }

  ask(question: ScorerQuestion, withinMs: DurationMs): Promise<ScorerAnswer> {
    this.asked.push(question)
    const reply = this.reply(question)
    if (reply === null || !this.knows(question.queue)) return Promise.resolve({ kind: 'failed', why: 'unreachable' })
    const isSlow = reply.afterMs >= withinMs
    return new Promise((resolve) => {
      this.clock.after(durationMs(isSlow ? withinMs : reply.afterMs), () =>
        resolve(isSlow ? { kind: 'failed', why: 'slow' } : answerOf(reply, question)),
      )
    })
  }
}

function answerOf({ status, text }: NonNullable<ScorerReply>, question: ScorerQuestion): ScorerAnswer {
  if (status !== 200) return { kind: 'failed', why: 'refused' }
  const scores = text.length > answerBytesMax ? null : readScores(text, question)
  return scores === null ? { kind: 'failed', why: 'malformed' } : { kind: 'scores', scores }
}
