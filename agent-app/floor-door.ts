/**
 * The floor's lists as they change, and what is asked of the hub on the board: what a place beside the desk is given of the
 * client. Each request rejects with `Refused`, and moves nothing of the one who asks.
 */
import type { HubClient } from '#client'
import type { Entry, RequestBody } from '#protocol'
import { Trend, totalsOf, type Totals } from './floor-totals.ts'
import type { Clock } from './ticker.ts'

/** They change in place. */
const mapsOf = (client: HubClient) => ({
  queue: client.list('floor', 'queue'),
  agent: client.list('floor', 'agent'),
  waiting: client.list('floor', 'waiting'),
  held: client.list('floor', 'held'),
  queueDay: client.list('floor', 'queueDay'),
  agentDay: client.list('floor', 'agentDay'),
  alert: client.list('floor', 'alert'),
})

/** How a talk that is read along stands: asked for, there, or refused. */
export type Watching = 'asking' | 'there' | 'failed'

export class FloorDoor {
  readonly maps: ReturnType<typeof mapsOf>
  /** How the four numbers went since the page was opened. */
  readonly trend = new Trend()

  /** Talks that are read along, by how often. */
  readonly #watched = new Map<string, number>()
  /** Alerts that were there before; null until the first look. */
  #known: Set<string> | null = null

  constructor(private readonly client: HubClient) {
    this.maps = mapsOf(client)
  }

  /** Is there an alert that was not there when this was asked last? What was there at first has been heard elsewhere. */
  hasNewAlert(): boolean {
    if (this.maps.queue.size === 0) return false
    const before = this.#known
    this.#known = new Set(this.maps.alert.keys())
    return before !== null && [...this.#known].some((key) => !before.has(key))
  }

  totals(): Totals {
    return totalsOf(this.maps.queue.values(), this.maps.agent.values(), this.maps.queueDay.values())
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

  /**
   * Reads a talk along while it goes on; again after each line that was lost. `told` hears how it stands and of every change
   * of the log. Returns what ends it, and lets go of the log unless the contact is one's own.
   */
  watch(contact: string, told: (watching: Watching) => void, isOwn: () => boolean): () => void {
    const of = { contact: contact as RequestBody<'contact.watch'>['contact'] }
    let isOver = false
    let now: Watching = 'asking'
    const tell = (watching: Watching): void => {
      now = watching
      if (!isOver) told(watching)
    }
    const ask = (): void =>
      void this.client.request('contact.watch', { ...of, on: true }).done.then(
        () => tell('there'),
        () => tell('failed'),
      )
    const offs = [
      this.client.on('state', ({ kind }) => {
        if (kind === 'online') ask()
      }),
      this.client.on('entries', (event) => event.contact === contact && tell(now)),
      this.client.on('reset', (event) => event.contact === contact && tell(now)),
    ]
    this.#count(contact, 1)
    ask()
    return () => {
      isOver = true
      for (const off of offs) off()
      this.#count(contact, -1)
      if (this.#watched.has(contact)) return
      // Entries that are on their way still belong to the log: it is let go of when no more can come.
      void this.client.request('contact.watch', { ...of, on: false }).done.then(
        () => {
          if (!this.#watched.has(contact) && !isOwn()) this.client.forget(contact)
        },
        () => {},
      )
    }
  }

  #count(contact: string, by: 1 | -1): void {
    const times = (this.#watched.get(contact) ?? 0) + by
    if (times > 0) this.#watched.set(contact, times)
    else this.#watched.delete(contact)
  }

  /** A word to a colleague who is there. */
  async tell(agent: RequestBody<'agent.tell'>['agent'], text: string): Promise<void> {
    await this.client.request('agent.tell', { agent, text }).done
  }

  /** Other queues and skills for a colleague. */
  async rules(body: RequestBody<'agent.rules'>): Promise<void> {
    await this.client.request('agent.rules', body).done
  }

  /** Says that one has seen an alert. */
  async seen(alert: string): Promise<void> {
    await this.client.request('alert.seen', { alert }).done
  }
}
