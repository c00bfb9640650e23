/**
 * A line as it runs in a page: it does what `keeping.ts` decides, sends what the own devices and the shared screen give,
 * plays what is heard, and tells the screens. One for each leg.
 */
import type { LegId } from '../../hub/model/ids.ts'
import type { VoiceQuality } from '../../hub/ports/media-event.ts'
import type { Source } from '../../hub/ports/media-call.ts'
import type { CallDoor, CallLine, DeviceKind, LineView, OwnDevices, Received } from './call-line.ts'
import { pageClock, type LineClock } from './clock.ts'
import type { Connection } from './connection.ts'
import { LocalDevices } from './devices.ts'
import { joinFirst, keep, shownState, type KeepDeed, type KeepInput, type Keeping } from './keeping.ts'
import { keyTones } from './keypad.ts'
import { legDoor, type LegDoor, type LegEvent } from './leg-door.ts'
import { Loudspeaker } from './loudspeaker.ts'
import { onNetworkChange } from './network.ts'
import { measured, poorSide, type Qualities } from './poor.ts'
import { refusalOf } from './refused.ts'
import { SharedScreen } from './shared-screen.ts'
import { levelFromDb } from './voice-level.ts'

export interface JoinOptions {
  /** The own leg, as the hub's list names it. */
  readonly leg: LegId
  /** Those of a check before; the line closes them when it is left. Otherwise it has its own. */
  readonly devices?: OwnDevices
  /** Whether to ask for them at once; left out, as the check has them, or a microphone and no camera. */
  readonly microphone?: boolean
  readonly camera?: boolean
  /** Sends the camera as VP9 in layers where the browser can; VP8 in three sizes otherwise. Default false. */
  readonly preferVp9?: boolean
  readonly clock?: LineClock
}

/** Joins a call, and stays in it until `leave`. */
export const joinCall = (door: CallDoor, options: JoinOptions): CallLine => new Line(door, options)

const nobody: Received = { voice: null, camera: null, screen: null }

class Line implements CallLine {
  readonly #door: LegDoor
  readonly #options: JoinOptions
  readonly #clock: LineClock
  readonly #devices: OwnDevices
  readonly #loudspeaker = new Loudspeaker(() => this.#changed())
  readonly #listeners = new Set<() => void>()
  readonly #offs: (() => void)[]
  #keeping: Keeping = joinFirst.keeping
  #offDue: () => void = () => {}
  /** Counts joins: what an earlier one still brings is let go. */
  #joins = 0
  #connection: Connection | null = null
  readonly #screen = new SharedScreen(() => this.#send())
  /** The voice with the tones of keys, while they last; and the end of all that were pressed. */
  #keyed: MediaStreamTrack | null = null
  #pressed: Promise<void> = Promise.resolve()
  #speaking: ReadonlyMap<LegId, number> = new Map()
  #qualities: Qualities = new Map()
  #up: VoiceQuality | null = null
  #down: VoiceQuality | null = null
  #view: LineView

  constructor(door: CallDoor, options: JoinOptions) {
    this.#door = legDoor(door)
    this.#options = options
    this.#clock = options.clock ?? pageClock
    this.#devices = options.devices ?? new LocalDevices(this.#clock)
    this.#view = this.#look()
    this.#offs = [
      this.#door.onEvent((event) => this.#heard(event)),
      this.#door.onBack(() => this.#input({ type: 'back' })),
      this.#devices.onChange(() => this.#send()),
      onNetworkChange(() => this.#input({ type: 'network' })),
    ]
    const { devices, microphone = devices ? undefined : true, camera } = options
    void this.#devices.want({
      ...(microphone !== undefined && { microphone }),
      ...(camera !== undefined && { camera }),
    })
    for (const deed of joinFirst.deeds) this.#do(deed)
  }

  get view(): LineView {
    return this.#view
  }

  onChange(changed: () => void): () => void {
    this.#listeners.add(changed)
    return () => this.#listeners.delete(changed)
  }

  onLevel(heard: (level: number) => void): () => void {
    return this.#devices.onLevel(heard)
  }

  setMicrophone(on: boolean): Promise<boolean> {
    return this.#devices.setMicrophone(on)
  }

  setCamera(on: boolean): Promise<boolean> {
    return this.#devices.setCamera(on)
  }

  chooseDevice(kind: DeviceKind, deviceId: string): void {
    this.#devices.chooseDevice(kind, deviceId)
  }

  shareScreen(on: boolean): Promise<boolean> {
    return this.#screen.share(on)
  }

  dtmf(digits: string): void {
    this.#pressed = this.#pressed.then(async () => {
      if (this.#keeping.at === 'left') return
      const { track, done } = keyTones(this.#devices.tracks.microphone, digits, this.#clock)
      this.#keyed = track
      this.#send()
      await done
      this.#keyed = null
      this.#send()
    })
  }

  unblock(): void {
    this.#loudspeaker.unblock()
  }

  rejoin(): void {
    this.#input({ type: 'again' })
  }

  leave(): void {
    // A window that was replaced leaves without a word: what it said would end the other's.
    const joined = this.#keeping.at === 'joined' || this.#keeping.at === 'joining'
    this.#input({ type: 'leave' })
    if (joined) void this.#door.ask({ verb: 'leave' })
    for (const off of this.#offs) off()
    this.#devices.close()
    this.#screen.close()
    this.#listeners.clear()
  }

  #input(input: KeepInput): void {
    const before = this.#keeping
    const { keeping, deeds } = keep(before, input, this.#clock.now())
    this.#keeping = keeping
    if (keeping.at !== before.at) this.#goes(before.at, keeping.at)
    for (const deed of deeds) this.#do(deed)
    this.#offDue()
    const ms = keeping.due === null ? null : Math.max(0, keeping.due - this.#clock.now())
    this.#offDue = ms === null ? () => {} : this.#clock.after(ms, () => this.#input({ type: 'due' }))
    this.#changed()
  }

  /** In a window that has the call no more neither lamp is on. */
  #goes(from: Keeping['at'], to: Keeping['at']): void {
    if (to === 'moved' || to === 'left') {
      this.#devices.release()
      this.#screen.stop()
    } else if (from === 'moved') void this.#devices.want({})
  }

  #do(deed: KeepDeed): void {
    if (deed === 'restart') void this.#connection?.restart()
    if (deed === 'ask') void this.#askAgain()
    if (deed === 'drop' || deed === 'join') {
      this.#joins += 1
      this.#connection?.close()
      this.#connection = null
      this.#speaking = new Map()
    }
    if (deed === 'join') void this.#join(this.#joins)
  }

  async #join(number: number): Promise<void> {
    try {
      const { Connection } = await import('./connection.ts')
      if (number !== this.#joins) return
      const connection = new Connection({
        door: this.#door,
        clock: this.#clock,
        preferVp9: this.#options.preferVp9 ?? false,
        changed: () => this.#changed(),
        linked: (link) => this.#input({ type: 'link', link }),
        refused: (code) => this.#input({ type: 'refused', code }),
      })
      this.#connection = connection
      const instance = await connection.join()
      if (number !== this.#joins) return
      this.#input({ type: 'joined', instance })
      this.#send()
      this.#input({ type: 'link', link: connection.link })
    } catch (error) {
      if (number === this.#joins) this.#input({ type: 'refused', code: refusalOf(error) })
    }
  }

  /** After an absence. The media process tells the leg its tracks again when it is asked. */
  async #askAgain(): Promise<void> {
    const number = this.#joins
    const found = await this.#door.ask({ verb: 'capabilities' })
    if (number !== this.#joins) return
    if (!found.ok) return this.#input({ type: 'refused', code: found.code })
    this.#input({ type: 'found', instance: found.answer.instance })
    // What could not be sent meanwhile.
    this.#send()
  }

  #heard(event: LegEvent): void {
    const { leg: own } = this.#options
    switch (event.type) {
      case 'callReady':
        return this.#input({ type: 'ready', instance: event.instance })
      case 'callLost':
        return this.#input({ type: 'lost' })
      case 'moved':
        return this.#input({ type: 'moved' })
      case 'trackOffered':
      case 'trackEnded':
      case 'tracksKept':
        return event.leg === own ? this.#connection?.heard(event) : undefined
      case 'legState':
        return event.leg === own && event.state === 'failed' ? this.#input({ type: 'closed' }) : undefined
      case 'speaking':
        this.#speaking = new Map(event.legs.map(({ leg, level }) => [leg, levelFromDb(level)]))
        return this.#changed()
      case 'quality':
        this.#qualities = measured(this.#qualities, event, this.#clock.now())
        if (event.leg === own) [this.#up, this.#down] = [event.up, event.down]
        return this.#changed()
    }
  }

  /** Everything there is to send, whole each time. */
  #send(): void {
    const { tracks, view } = this.#devices
    const asking = (kind: 'microphone' | 'camera'): MediaStreamTrack | null =>
      // While another one is fetched the old one keeps its place, and is replaced without a new negotiation.
      view[kind].state === 'asking' ? (this.#connection?.sent(kind) ?? null) : null
    const all: readonly [Source, MediaStreamTrack | null | undefined][] = [
      ['microphone', this.#keyed ?? tracks.microphone ?? asking('microphone')],
      ['camera', tracks.camera ?? asking('camera')],
      ['screen', this.#screen.stream?.getVideoTracks()[0]],
      ['screenSound', this.#screen.stream?.getAudioTracks()[0]],
    ]
    if (this.#keeping.at === 'joined')
      this.#connection?.send(new Map(all.flatMap(([source, track]) => (track ? [[source, track]] : []))))
    this.#changed()
  }

  #changed(): void {
    this.#view = this.#look()
    this.#loudspeaker.use(this.#view.speakerId)
    this.#loudspeaker.play(new Set(this.#heardNow()))
    for (const changed of this.#listeners) changed()
  }

  #heardNow(): MediaStream[] {
    const sounds = this.#connection?.received.filter(({ source }) => source !== 'camera' && source !== 'screen')
    return (sounds ?? []).map(({ stream }) => stream)
  }

  #look(): LineView {
    const received = new Map<LegId, Received>()
    const all = this.#connection?.received ?? []
    for (const { from, source, stream } of all) {
      if (from === null || source === 'screenSound') continue
      const part = source === 'microphone' ? 'voice' : source
      received.set(from, { ...(received.get(from) ?? nobody), [part]: stream })
    }
    return {
      ...this.#devices.view,
      state: shownState(this.#keeping),
      ownScreen: this.#screen.stream,
      received,
      music: all.some(({ from }) => from === null),
      speaking: this.#speaking,
      up: this.#up,
      down: this.#down,
      poor: poorSide(this.#qualities, this.#options.leg),
      soundBlocked: this.#loudspeaker.blocked,
    }
  }
}
