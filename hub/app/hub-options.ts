/** What a hub is put together from: its adapters, what it serves, and who is told what happens. */
import type { Actor } from '../http/door.ts'
import type { AttachmentId, QueueId } from '../model/ids.ts'
import type { Instant } from '../model/time.ts'
import type { Clock } from '../ports/clock.ts'
import type { IdSource } from '../ports/ids.ts'
import type { Log } from '../ports/log.ts'
import type { VoiceQuality } from '../ports/media-event.ts'
import type { MediaPort } from '../ports/media.ts'
import type { Outside } from '../ports/outside.ts'
import type { Push } from '../ports/push.ts'
import type { Scorer } from '../ports/scorer.ts'
import type { Store } from '../ports/store.ts'
import type { Sections } from './configuration-mark.ts'
import type { Versioning } from './configuration/serving.ts'
import type { Passed } from './fail-points.ts'
import type { OpeningOf } from './opening.ts'
import type { Organisation, Person } from './organisation.ts'
import type { QuotaName, QuotaOptions } from './quotas.ts'
import type { RequestRate } from './requests.ts'
import type { ScorerOutcome } from './scoring.ts'
import type { Sealing } from './sealing.ts'
import type { Surveyed } from './surveys.ts'
import type { WaitSeen } from './told-waits.ts'
import type { WallClockOf } from './wall-clocks.ts'
import type { Work } from './work.ts'

/** Counted as it happens, for metrics. */
export interface HubEvents {
  /** A tick was kept and told. `waitedMs` is from its start to the proof. */
  tick?(changes: number, waitedMs: number): void
  request?(verb: string, outcome: string): void
  connections?(customers: number, agents: number): void
  /** A customer was answered who had been told how long it would take. */
  waited?(seen: WaitSeen): void
  /** A customer said what they think of a contact. */
  surveyed?(surveyed: Surveyed): void
  /** What became of a question to a queue's scorer; `tookMs` is null where it was not asked. */
  scorer?(queue: QueueId, outcome: ScorerOutcome, tookMs: number | null): void
  /** How one direction of a leg's voice got through over some seconds: from its browser, or to it. */
  voice?(direction: 'up' | 'down', quality: VoiceQuality): void
  /** A limit has refused somebody. */
  limit?(name: QuotaName): void
  /** Somebody came, or came back, and was told all that they lacked. `tookMs` is from their hello. */
  resumed?(tookMs: number): void
  /** A socket that had been let in has closed, by whichever side. */
  closed?(code: number): void
}

export interface HubOptions {
  readonly store: Store
  /** With the vault of this store. */
  readonly sealing: Sealing
  readonly clock: Clock
  readonly ids: IdSource
  readonly log: Log
  readonly organisation: Organisation
  /** Whose first version it is, and how another is read. Default: the organisation stays as it is. */
  readonly versioning?: Versioning
  /** Reads the accounts as they are now. */
  readonly people: () => readonly Person[]
  /** Takes a one-time ticket and says whose it was, or null. */
  readonly redeem: (ticket: string, origin: string) => Actor | null
  /** Requests and hints of one session, over all its connections. */
  readonly requestRate: RequestRate
  /** How much the hub takes on. Default: without bounds. */
  readonly quotas?: QuotaOptions
  /** Removes the file of an attachment from the disk; harmless when there is none. Default: there are no files. */
  readonly removeFile?: (attachment: AttachmentId) => Promise<void>
  /** Days that records of the audit are kept. Default: for ever. */
  readonly auditRetentionDays?: number
  /** The configuration in force, for the record of its changes. Default: not recorded. */
  readonly configuration?: Sections
  /** Tells browsers that have no page of ours open. Default: nobody does. */
  readonly push?: Push
  /** Asks outside in which order agents are asked, for queues that want it. Default: nobody. */
  readonly scorer?: Scorer
  /** Calls and answers that flows ask for. Default: no call is answered, and nothing is found. */
  readonly outside?: Outside
  /** Voice and video. Default: calls cannot be had. */
  readonly media?: MediaPort
  /** When each queue is open, by its calendar. Default: always. */
  readonly openingOf?: OpeningOf
  /** What time of day it is for each queue, by its calendar. Default: universal time. */
  readonly wallClockOf?: WallClockOf
  /** How far this machine's clocks are ahead of universal time: whose day it is where no calendar says so. Default: not at all. */
  readonly localOffsetMs?: (at: Instant) => number
  /** A broken invariant: the process must end, and recover from its store. */
  readonly fatal: (error: unknown) => void
  readonly events?: HubEvents
  /** Told of every fail-point. Default: nobody. */
  readonly passed?: Passed
}

/** What a tick has seen of waits and of what customers think, once it is on the disk. */
export function tellSeen({ waitsSeen, surveyed }: Work, events: HubEvents = {}): void {
  for (const seen of waitsSeen) events.waited?.(seen)
  for (const one of surveyed) events.surveyed?.(one)
}
