/** The floor's lists as they change, and what is asked of the hub on the board: what a place beside the desk is given of the client. */
import type { HubClient } from '#client'
import type { Entry } from '#protocol'
import { Trend, totalsOf, type Totals } from './floor-totals.ts'
import type { Clock } from './ticker.ts'

/** The floor's lists. They change in place. */
const mapsOf = (client: HubClient) => ({
  queue: client.list('floor', 'queue'),
  agent: client.list('floor', 'agent'),
  waiting: client.list('floor', 'waiting'),
  held: client.list('floor', 'held'),
})

export class FloorDoor {
  readonly maps: ReturnType<typeof mapsOf>
  /** How the four numbers went since the page was opened. */
  readonly trend = new Trend()

  constructor(private readonly client: HubClient) {
    this.maps = mapsOf(client)
  }

  totals(): Totals {
    return totalsOf(this.maps.queue.values(), this.maps.agent.values())
  }

  /** Keeps a point of the lines now and then. Returns what ends it. */
  watchTrend(clock: Clock): () => void {
    return clock.every(() => {
      if (this.maps.queue.size > 0) this.trend.take(clock.now(), this.totals())
    })
  }

  /** Calls `listener` when any of the lists has changed. Returns what ends it. */
  onChange(listener: () => void): () => void {
    return this.client.on('list', ({ topic }) => {
      if (topic === 'floor') listener()
    })
  }

  /** What is known of a contact's talk. */
  log(contact: string): readonly Entry[] {
    return this.client.log(contact)
  }
}
