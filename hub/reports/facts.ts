/**
 * What happens beside the floor and is counted all the same: contacts that the bot has, and what customers say afterwards.
 * Kept in a log of their own, for ever: ids and figures only, of no contact and no customer.
 */
import type { AgentId, QueueId } from '../model/ids.ts'
import type { Instant } from '../model/time.ts'
import { count, nameOfCell, quarterOf, type Cell, type Cells } from './cells.ts'

/** How the bot came to have a contact no longer. `left`: its customer ended it. */
export type BotEnd = 'solved' | 'unsolved' | 'left' | 'handedOver'

export type Fact =
  | { readonly type: 'botBegan'; readonly at: Instant; readonly site: string; readonly flow: string }
  | {
      readonly type: 'botEnded'
      readonly at: Instant
      readonly site: string
      readonly flow: string
      readonly how: BotEnd
      readonly tookMs: number
    }
  | {
      readonly type: 'surveyed'
      readonly at: Instant
      /** Where the contact was last, and who served it last; null where the bot alone had it. */
      readonly queue: QueueId | null
      readonly agent: AgentId | null
      readonly scale: 'csat' | 'nps'
      readonly score: number
    }

/** RP15, RP16. */
export function countFact(cells: Cells, fact: Fact): void {
  const quarter = quarterOf(fact.at)
  if (fact.type === 'surveyed')
    return count(cells, 'survey', quarter, nameOfCell(fact.queue ?? '', fact.agent ?? ''), answerOf(fact))
  const more = fact.type === 'botBegan' ? { began: 1 } : { [fact.how]: 1, tookMs: fact.tookMs }
  count(cells, 'bot', quarter, nameOfCell(fact.site, fact.flow), more)
}

function answerOf({ scale, score }: Extract<Fact, { type: 'surveyed' }>): Partial<Cell<'survey'>> {
  if (scale === 'csat') return { csatAnswers: 1, csatScore: score, csatSatisfied: score >= 4 ? 1 : 0 }
  return { npsAnswers: 1, npsPromoters: score >= 9 ? 1 : 0, npsDetractors: score <= 6 ? 1 : 0 }
}
