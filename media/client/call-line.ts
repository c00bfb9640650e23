/**
 * A page's part in a call, as its screens see it: one line that joins, stays, and comes back by itself. What people want
 * (mute, hold, who is in it) is the hub's affair and stands in its lists; this is sound and picture alone. Screens import
 * this and `joinCall`, `checkDevices` and `CallSounds` from `index.ts`.
 */
import type { LegId } from '../../hub/model/ids.ts'
import type { VoiceQuality } from '../../hub/ports/media-event.ts'

/**
 * The way to the media process: `callDoor` of the hub's client, which passes on what it does not read. The page that opened
 * it closes it, after the line was left.
 */
export interface CallDoor {
  /** Never rejects; when the hub is out of reach the answer is `media.unreachable`. */
  ask(request: object): Promise<DoorAnswer>
  onEvent(heard: (news: DoorNews) => void): () => void
  /** The hub can be reached again: events may have been missed meanwhile. */
  onBack(back: () => void): () => void
}
export type DoorAnswer = { readonly ok: true; readonly answer: unknown } | { readonly ok: false; readonly code: string }
export type DoorNews = { readonly type: string } & Readonly<Record<string, unknown>>

/**
 * `waiting`: the call has no place yet. `moved`: another window of the same person has the call now. `failed`: given up
 * for the moment, tried again by itself. `left` is for ever.
 */
export type LineState = 'waiting' | 'joining' | 'connected' | 'reconnecting' | 'failed' | 'moved' | 'left'

/** What a person can choose. */
export type DeviceKind = 'microphone' | 'camera' | 'speaker'

/** Labels are '' until the person has allowed one. */
export interface DeviceChoice {
  readonly kind: DeviceKind
  readonly deviceId: string
  readonly label: string
}

/**
 * A microphone or a camera. `off`: not wanted, or muted. `refused`: the person or the browser said no. `missing`: there is
 * none. `busy`: another program has it. `deviceId` and `label` are those in use, '' when none is.
 */
export interface DeviceView {
  readonly state: 'off' | 'asking' | 'on' | 'refused' | 'missing' | 'busy'
  readonly deviceId: string
  readonly label: string
}

/** The own devices, for a check before a call as within one. */
export interface DevicesView {
  readonly microphone: DeviceView
  readonly camera: DeviceView
  /** '' is the browser's default. */
  readonly speakerId: string
  /** All that may be chosen; it changes when one is plugged in or pulled. */
  readonly choices: readonly DeviceChoice[]
  /** The own camera's picture, for a preview. */
  readonly ownCamera: MediaStream | null
}

/**
 * What comes of one other leg. Its voice makes sound by itself; pictures are for a `<video>` of the screens. Whether a camera is
 * on or a screen is shared is said by the hub's list: a picture that is not may be here still, and stands.
 */
export interface Received {
  readonly voice: MediaStream | null
  readonly camera: MediaStream | null
  readonly screen: MediaStream | null
}

export interface LineView extends DevicesView {
  readonly state: LineState
  readonly ownScreen: MediaStream | null
  readonly received: ReadonlyMap<LegId, Received>
  /** Music is heard. */
  readonly music: boolean
  /** Who speaks, and how loud, 0 to 1. The own leg too. */
  readonly speaking: ReadonlyMap<LegId, number>
  readonly up: VoiceQuality | null
  readonly down: VoiceQuality | null
  /** Whose connection is poor: ours, or that of another leg. */
  readonly poor: 'none' | 'own' | LegId
  /** The browser plays nothing before the person has pressed something: `unblock`. */
  readonly soundBlocked: boolean
}

/**
 * The own microphone, camera and loudspeaker: for the screen before a call, and then given to the line, so that nobody is
 * asked for permission twice. Each view is a new object; nothing here rejects.
 */
export interface OwnDevices {
  readonly view: DevicesView
  /** What they give now. A muted microphone's track is there, and silent. */
  readonly tracks: { readonly microphone: MediaStreamTrack | null; readonly camera: MediaStreamTrack | null }
  /** Calls `changed` after each change of `view`. The result ends that. */
  onChange(changed: () => void): () => void
  /** Calls `heard` about ten times a second with the own voice, 0 to 1. Measured only while somebody listens. */
  onLevel(heard: (level: number) => void): () => void
  /** Asks for it when it is wanted for the first time. Resolves to whether it is on now. Off is silence at once. */
  setMicrophone(on: boolean): Promise<boolean>
  /** As `setMicrophone`; off also turns off the camera's lamp. */
  setCamera(on: boolean): Promise<boolean>
  /** Takes another one, at once when it is on, and remembers it. */
  chooseDevice(kind: DeviceKind, deviceId: string): void
  /** Both at once, where the person is asked once for the two. `want({})` tries what is wanted and not there. */
  want(wanted: { readonly microphone?: boolean; readonly camera?: boolean }): Promise<void>
  /** Lets go of microphone and camera, which stay wanted: `want({})` brings them back. */
  release(): void
  /** Lets go of them for good. */
  close(): void
}

/** A leg's line. Left by `leave`; whoever has a leg again makes a new one. */
export interface CallLine extends Pick<
  OwnDevices,
  'onChange' | 'onLevel' | 'setMicrophone' | 'setCamera' | 'chooseDevice'
> {
  readonly view: LineView
  /**
   * Only while a press is being handled. Resolves to whether it is shared now; `view.ownScreen` becomes null also when the
   * person ends it by the browser's own bar.
   */
  shareScreen(on: boolean): Promise<boolean>
  /** Sends tones of a telephone's keys (0-9, *, #, A-D) into the call, one after the other. Others are left out. */
  dtmf(digits: string): void
  /** While a press is being handled: plays what the browser had refused to. */
  unblock(): void
  /** Has the call in this window again after `moved`, or tries at once after `failed`. */
  rejoin(): void
  /** Ends it, with microphone, camera and screen. */
  leave(): void
}
