/** Notes that colleagues write for each other in a contact's log: no customer is shown any. Whoever is named in one may read the contact. */
import { Refused } from '../../protocol/index.ts'
import type { AgentId } from '../../model/ids.ts'
import type { Directory } from '../directory.ts'
import type { LogEntry } from '../log-entry.ts'
import { agentOfActor, readableContact, type Handlers } from './context.ts'

export const noteHandlers: Pick<Handlers, 'contact.note'> = {
  'contact.note'(context, { contact, text, mentions }) {
    const { work, directory, quotas } = context
    const by = agentOfActor(context.actor)
    const { file, closed } = readableContact(context, contact)
    if (text.trim() === '') throw new Refused('message.empty')
    const named = namedIn(directory, mentions)
    const bytes = Buffer.byteLength(text)
    quotas.write(file, bytes)
    const entry: LogEntry = { kind: 'noted', at: work.now, by, text, mentions: named }
    const mentioned = [...new Set([...(file.mentioned ?? []), ...named])]
    const news = { textBytes: (file.textBytes ?? 0) + bytes, ...(mentioned.length > 0 && { mentioned }) }
    for (const to of named) if (to !== by) work.mentions.push({ to, by, at: work.now, contact })
    if (closed !== null) return { seq: work.appendAfterwards({ ...closed, file: { ...file, ...news } }, entry) }
    Object.assign(file, news)
    return { seq: work.append(contact, entry) }
  },
}

/** Whoever can sign in can be named. */
function namedIn({ people }: Directory, mentions: readonly AgentId[]): AgentId[] {
  const named = [...new Set(mentions)]
  if (named.some((agent) => people.get(agent)?.disabled !== false)) throw new Refused('agent.unknown')
  return named
}
