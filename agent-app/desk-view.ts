/** What the desk is given, and what it shows: the types between desk.ts and the screen. */
import type { ConnectionState, HubClient } from '#client'
import type { DeskContact, DeskNotice, Entry, FloorBot, FloorHeld, FloorWaiting } from '#protocol'
import type { Notice, Place } from './choice.ts'
import type { Draft, Drafts } from './drafts.ts'
import type { DeskLists, PendingMessage } from './state.ts'
import type { Clock } from './ticker.ts'
import type { SendFile, Upload } from './uploads.ts'

/** The id of a contact, as the protocol types it. */
export type ContactId = DeskContact['contact']

/** What the desk is given. */
export interface DeskOptions {
  readonly client: HubClient
  readonly clock: Clock
  readonly drafts: Drafts
  readonly sendFile: SendFile
  readonly place: Place
  /** The agent wants to hear what happens. */
  readonly sounding: () => boolean
  /** Which calls are this window's: outlives a reload, and nothing more. */
  readonly callStore: Pick<Storage, 'getItem' | 'setItem'>
  /** Up to when the agent has seen what supervisors did; outlives a reload. */
  readonly noticed: { get(): number; set(at: number): void }
  /** After an answer the agent goes on to who waits longest. */
  readonly followsLongest: () => boolean
  /** The agent is looking: page visible, window focused, and the talk on screen. */
  readonly attentive: () => boolean
}

/** The chosen contact, with all that its talk needs. */
export interface Chosen {
  readonly id: string
  /** Null once it is no longer ours, or not known yet. */
  readonly contact: DeskContact | null
  readonly log: readonly Entry[]
  readonly pending: readonly PendingMessage[]
  readonly uploads: readonly Upload[]
  readonly draft: Draft
  /** A message waits for its files. */
  readonly sendsWhenUploaded: boolean
  readonly customerTypes: boolean
  /** Where the line "new" stands; null for none. */
  readonly newAfter: number | null
}

export interface DeskView {
  readonly connection: ConnectionState
  readonly lists: DeskLists
  readonly chosen: Chosen | null
  readonly notice: Notice | null
  /** The newest that a supervisor did to this agent, until it is dismissed. */
  readonly told: DeskNotice | null
  /** Who waits and who has whom, as far as this agent is shown it. The maps change in place. */
  readonly floor: {
    readonly waiting: ReadonlyMap<string, FloorWaiting>
    readonly held: ReadonlyMap<string, FloorHeld>
    readonly bots: ReadonlyMap<string, FloorBot>
  }
}
