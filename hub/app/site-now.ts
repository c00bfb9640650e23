/** Whether a site can answer now: by the hours of its queues, and by who is there. */
import { queueRecordOf, queueSummary } from '../acd/index.ts'
import type { QueueId } from '../model/ids.ts'
import type { SiteNow } from '../protocol/index.ts'
import type { Sight } from './views.ts'

type Seen = Pick<Sight, 'live' | 'directory'>

/** A site is open while one of its queues is, and has the zone of the queue that opens first, else of its default one. */
export function siteNow(sight: Seen, key: string): SiteNow {
  return { staffed: isStaffed(sight, key), ...siteHours(sight, key) }
}

/** Somebody is signed in and connected who serves one of the site's queues. */
export const isStaffed = ({ live, directory }: Seen, key: string): boolean =>
  queuesOf(directory, key).some((queue) => queueSummary(live.floor, queue).staffed > 0)

export function siteHours({ live, directory }: Seen, key: string): Omit<SiteNow, 'staffed'> {
  const queues = queuesOf(directory, key)
  const zoneOf = (queue: QueueId | undefined): string | null =>
    (queue === undefined ? undefined : directory.queue(queue)?.calendar?.zone) ?? null
  const closed = queues.flatMap((queue) => {
    const { open = true, changesAt = null } = queueRecordOf(live.floor, queue) ?? {}
    return open ? [] : [{ queue, changesAt }]
  })
  if (closed.length < queues.length || queues.length === 0)
    return { open: true, opensAt: null, zone: zoneOf(queues[0]) }
  const [first] = closed
    .filter(({ changesAt }) => changesAt !== null)
    .toSorted((one, other) => one.changesAt! - other.changesAt!)
  return { open: false, opensAt: first?.changesAt ?? null, zone: zoneOf((first ?? closed[0])!.queue) }
}

/** The same text for two sites of which pages show the same. */
export const nowAs = ({ staffed, open, opensAt }: SiteNow): string => `${staffed} ${open} ${opensAt}`

function queuesOf(directory: Seen['directory'], key: string): readonly QueueId[] {
  const site = directory.site(key)
  return site === undefined ? [] : [site.defaultQueue, ...site.topics.map((topic) => topic.queue)]
}
