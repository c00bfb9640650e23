/**
 * This tab's seat in the call: takes microphone and camera when the customer is about to call, makes the line when the hub has
 * given them a leg, and keeps what the hub knows of the leg and what the line does in step. What is pressed holds at once
 * here; the hub hears of it afterwards, and what it says in the end holds.
 */
import { browserClock, callDoor, type CallDoor } from '#client'
import type { CallParty, VisitCall } from '#protocol'
import { checkDevices, joinCall, type CallLine, type LineView, type OwnDevices } from '../../media/client/index.ts'
import type { Session } from '../controllers/session.ts'
import { ownParty } from './screen.ts'

/** What a customer can switch about their own leg, as the hub says it. */
type Switch = 'muted' | 'cameraOff' | 'sharing'
type Switches = Record<Switch, boolean>
/** Longer than a list is behind an answer. */
const listLateMs = 3_000
const asItIs = { muted: null, cameraOff: null, sharing: null }

export class Seat {
  devices: OwnDevices | null = null
  line: CallLine | null = null
  #door: CallDoor | null = null
  #leg: CallParty['leg'] | null = null
  /** What the hub has said last, and has been done. */
  #told: Partial<Switches> = {}
  /** What was pressed and has no answer yet. */
  #pressed: Partial<Switches> = {}
  #off: () => void = () => {}

  constructor(
    private readonly session: Session,
    private readonly changed: () => void,
  ) {}

  get view(): LineView | null {
    return this.line?.view ?? null
  }

  /** What is shown and chosen of the own devices: before the call, or in it. */
  get own(): CallLine | OwnDevices | null {
    return this.line ?? this.devices
  }

  /** The own leg with what was pressed. */
  switches(call: VisitCall): Switches {
    const { muted = false, cameraOff = true, sharing = false } = ownParty(call) ?? {}
    return { muted, cameraOff, sharing, ...this.#pressed }
  }

  /** To be called whenever the hub has said something, or the customer wants something else. */
  update(): void {
    const { wish, call, isMine } = this.session.calls
    const leg = call?.phase === 'running' && isMine ? call.leg : null
    if (this.#leg !== null && leg !== this.#leg) this.#leave()
    if (wish && !this.own) this.#check(wish.media === 'video')
    if (call && leg !== null) {
      if (!this.line) this.#join(call, leg)
      if (this.line) this.#follow(this.line, call)
    } else if (!wish && !this.session.calls.busy) this.close()
  }

  #check(camera: boolean): void {
    this.devices = checkDevices({ camera })
    this.#off = this.devices.onChange(this.changed)
  }

  #join(call: VisitCall, leg: CallParty['leg']): void {
    const { devices } = this
    const { muted, cameraOff } = this.switches(call)
    // Whoever has switched the camera on or off before the call has meant the call.
    const camera = devices ? ['on', 'asking'].includes(devices.view.camera.state) : !cameraOff
    this.#off()
    this.devices = null
    this.#leg = leg
    this.#told = { muted, cameraOff }
    this.#door = callDoor(this.session.client, call.contact, browserClock)
    this.line = joinCall(this.#door, {
      leg,
      ...(devices && { devices }),
      microphone: !muted,
      camera,
    })
    this.#off = this.line.onChange(() => this.#lineChanged())
    if (camera === cameraOff) void this.#press('cameraOff', !camera)
  }

  /** Does what the hub says that has not been done: somebody else has switched it, or it has refused what was pressed. */
  #follow(line: CallLine, call: VisitCall): void {
    const own = ownParty(call)
    for (const name of ['muted', 'cameraOff', 'sharing'] as const) {
      if (!own || (name in this.#pressed && this.#pressed[name] !== own[name])) continue
      if (name in this.#pressed) this.#told[name] = own[name]
      delete this.#pressed[name]
      if (this.#told[name] === own[name]) continue
      this.#told[name] = own[name]
      if (name === 'muted') void line.setMicrophone(!own.muted)
      else if (name === 'cameraOff') void line.setCamera(!own.cameraOff)
      else if (!own.sharing) void line.shareScreen(false)
      else if (!line.view.ownScreen) void this.#press('sharing', false)
    }
  }

  #lineChanged(): void {
    const { line, session } = this
    const { call } = session.calls
    if (line?.view.state === 'moved') session.calls.isMine = false
    // Ended by the browser's own bar.
    else if (call && this.#told.sharing && !line?.view.ownScreen && !('sharing' in this.#pressed))
      void this.#press('sharing', false)
    this.changed()
  }

  mute(muted: boolean): void {
    void this.#press(
      'muted',
      muted,
      this.line?.setMicrophone(!muted).then((on) => on !== muted),
    )
  }
  hide(cameraOff: boolean): void {
    void this.#press(
      'cameraOff',
      cameraOff,
      this.line?.setCamera(!cameraOff).then((on) => on !== cameraOff),
    )
  }
  share(sharing: boolean): void {
    void this.#press(
      'sharing',
      sharing,
      this.line?.shareScreen(sharing).then((on) => on === sharing),
    )
  }

  /** Shows it as pressed until the hub's list says the same. `done`: whether the line could. */
  async #press(name: Switch, value: boolean, done?: Promise<boolean>): Promise<void> {
    this.#pressed = { ...this.#pressed, [name]: value }
    this.changed()
    if (!((await done) ?? true)) return this.#forget(name, value)
    const isDone = await this.session.calls.ask('call.set', { ...asItIs, [name]: value })
    // The answer may come before the list has it. What the list says in the end is done, also when it says otherwise.
    const late = (): void => {
      if (this.#pressed[name] === value) delete this.#told[name]
      this.#forget(name, value)
    }
    if (isDone) setTimeout(late, listLateMs)
    else late()
  }

  #forget(name: Switch, value: boolean): void {
    if (this.#pressed[name] === value) delete this.#pressed[name]
    this.changed()
  }

  #leave(): void {
    this.#off()
    this.line?.leave()
    // After the line has said that it leaves.
    this.#door?.close()
    this.line = this.#door = this.#leg = null
    this.#told = this.#pressed = {}
  }

  /** Lets go of microphone, camera and line. */
  close(): void {
    this.#leave()
    this.devices?.close()
    this.devices = null
  }
}
