/**
 * What takes longer to find than a tick may wait: looked for between ticks, and answered by one, so that nobody is told of what
 * was not kept, or was erased meanwhile.
 */
import type { Actor } from '../../http/door.ts'
import type { Instant } from '../../model/time.ts'
import type { Outside } from '../../ports/outside.ts'
import type { ReplyBody, RequestBody } from '../../protocol/index.ts'
import type { Lane } from '../lane.ts'
import { findContact, isOwnWork, mayRead } from '../reading.ts'
import { search, type SearchSight } from '../searching.ts'
import type { LateVerb, RequestContext } from './context.ts'

interface Finding {
  readonly actor: Actor
  readonly lane: Lane
  readonly outside: Outside | null
  /** As it is by now. */
  sight(): SearchSight
}

/** Looks for it; what it resolves to makes the answer, in a tick. */
export type LateHandler<V extends LateVerb> = (
  finding: Finding,
  body: RequestBody<V>,
) => Promise<(context: RequestContext) => ReplyBody<V>>

export const lateHandlers: { readonly [V in LateVerb]: LateHandler<V> } = {
  async 'contact.search'({ actor, lane, sight }, { text, before, limit }) {
    const asked = { actor, text, before: before as Instant | null, limit }
    const result = await lane.run(actor.session, search(sight(), asked))
    return (context) => {
      // Another search of the same agent came after it.
      if (result === null) return { found: [], until: before }
      const { work, directory, looks } = context
      const at = { live: work.live, store: work.tick }
      const found = result.hits.flatMap(({ contact, ...hit }) => {
        const known = findContact(at, contact)
        if (known === undefined || !mayRead(at, actor, known, work.now)) return []
        const { file, closed } = known
        if (!isOwnWork(at, actor, known)) looks.record(work.tick, actor, 'contact.searched', contact)
        return {
          contact,
          customerName: work.live.sealing.about(file)?.customerName ?? '',
          queue: directory.queueName(closed?.queue ?? directory.queueFor(file.site, file.topic)),
          ...hit,
        }
      })
      return { found, until: result.until }
    }
  },

  async 'knowledge.search'({ outside }, { text, locale, limit }) {
    const knowledge = await outside?.knowledge?.()
    const ids = (knowledge?.search(text, locale, limit) ?? []).map(({ entry }) => entry)
    return ({ directory }) => {
      const entries = new Map(directory.organisation.knowledge?.map((entry) => [entry.id, entry]))
      return {
        entries: ids.flatMap((id) => {
          const entry = entries.get(id)
          return entry === undefined ? [] : { id, question: entry.question, answer: entry.answer }
        }),
      }
    }
  },
}
