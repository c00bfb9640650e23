/** What the floor is told of time beside its own: what the clock at each queue shows, and whether the queue is open. */
import type { Directory } from './directory.ts'
import type { HubOptions } from './hub-options.ts'
import { openingBy, settleHours, tellHours } from './opening.ts'
import { retellWallClocks, tellWallClocks, wallClockBy } from './wall-clocks.ts'
import type { Work } from './work.ts'

type Tables = Pick<HubOptions, 'wallClockOf' | 'openingOf'>

/** At the start, and when the configuration has changed: every queue. */
export function tellClocks(work: Work, { wallClockOf, openingOf }: Tables, directory: Directory): void {
  const queues = [...work.live.floor.queues.keys()]
  tellWallClocks(work, queues, wallClockBy(wallClockOf, directory))
  tellHours(work, queues, openingBy(openingOf, directory))
}

/** In every tick: what has turned or changed by itself is told anew, and the tick settled. */
export function settleClocks(work: Work, { wallClockOf, openingOf }: Tables, directory: Directory): void {
  retellWallClocks(work, wallClockBy(wallClockOf, directory))
  settleHours(work, openingBy(openingOf, directory))
}
