/** What an agent is shown of their notices: who it was by name, and whose contact it is about. */
import type { AgentId } from '../model/ids.ts'
import { findContact } from './reading.ts'
import { aboutOf, item, type Sight, type ViewItem } from './views.ts'

export const noticeItems = (sight: Sight, agent: AgentId): readonly ViewItem[] =>
  sight.live.notices.of(agent).map(({ id, by, slot: _, ...notice }) => {
    const found = notice.contact === null ? undefined : findContact(sight, notice.contact)
    const customerName = found === undefined ? '' : aboutOf(sight, found.file).customerName
    return item('desk', 'notice', String(id), { ...notice, byName: sight.directory.agentName(by), customerName })
  })
