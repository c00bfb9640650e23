/** What agents have at hand beside a talk: in the words of the configuration in force, and in words of their own. */
import { ownRepliesMax, Refused, type OwnReply } from '../../protocol/index.ts'
import type { AgentId } from '../../model/ids.ts'
import { keys, rows } from '../records.ts'
import type { Work } from '../work.ts'
import { agentOfActor, type Handlers } from './context.ts'

/** What ends the word that is typed after a slash. */
const endsWord = /[\s/\uff0f]/

export const replyHandlers: Pick<Handlers, 'reply.list' | 'reply.keep'> = {
  'reply.list'({ actor, work, directory: { organisation } }) {
    return {
      replies: organisation.replies ?? [],
      tags: organisation.tags ?? [],
      own: ownOf(work, agentOfActor(actor)),
    }
  },

  'reply.keep'({ actor, work }, { key, text }) {
    const agent = agentOfActor(actor)
    if (endsWord.test(key)) throw new Refused('request.malformed')
    const others = ownOf(work, agent).filter((one) => one.key !== key)
    const own = text.trim() === '' ? others : [...others, { key, text }].toSorted(byKey)
    if (own.length > ownRepliesMax) throw new Refused('request.malformed')
    const at = keys.ownReplies(agent)
    work.tick.put(own.length === 0 ? rows.ownReplies.remove(at) : rows.ownReplies.put(at, own))
    return {}
  },
}

const ownOf = (work: Work, agent: AgentId): readonly OwnReply[] =>
  rows.ownReplies.get(work.tick, keys.ownReplies(agent)) ?? []

const byKey = (a: OwnReply, b: OwnReply): number => (a.key < b.key ? -1 : 1)
