/** Tags of a contact: what it was about, for whoever looks for such contacts later. */
import { Refused } from '../../protocol/index.ts'
import { agentOfActor, workedContact, type Handlers } from './context.ts'

export const tagHandlers: Pick<Handlers, 'contact.tag'> = {
  'contact.tag'(context, { contact, tags }) {
    const { work, directory } = context
    const by = agentOfActor(context.actor)
    const { file } = workedContact(context, contact)
    const before = file.tags ?? []
    const wanted = [...new Set(tags)]
    const known = new Set(directory.organisation.tags?.map(({ key }) => key))
    // One that the configuration no longer has may stay where it is.
    if (wanted.some((key) => !known.has(key) && !before.includes(key))) throw new Refused('tag.unknown')
    const added = wanted.filter((key) => !before.includes(key))
    const removed = before.filter((key) => !wanted.includes(key))
    if (added.length + removed.length === 0) return {}
    file.tags = wanted
    work.append(contact, { kind: 'tagged', at: work.now, by, added, removed })
    return {}
  },
}
