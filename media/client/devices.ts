/**
 * The own microphone, camera and loudspeaker in a browser: asks for them, notices when one is pulled, remembers the choice.
 * A check before a call and the call itself are the same object, since each new request may ask the person again.
 */
import { pageClock, type LineClock } from './clock.ts'
import type { DeviceChoice, DeviceKind, DevicesView, DeviceView, OwnDevices } from './call-line.ts'
import { VoiceLevel } from './voice-level.ts'

type Own = 'microphone' | 'camera'

const off: DeviceView = { state: 'off', deviceId: '', label: '' }
const rememberedAs = 'madoguchi:devices'
const kinds: Readonly<Record<string, DeviceKind>> = {
  audioinput: 'microphone',
  videoinput: 'camera',
  audiooutput: 'speaker',
}

export class LocalDevices implements OwnDevices {
  readonly tracks: Record<Own, MediaStreamTrack | null> = { microphone: null, camera: null }
  readonly #wanted: Record<Own, boolean> = { microphone: false, camera: false }
  readonly #chosen: Partial<Record<DeviceKind, string>> = recall()
  readonly #listeners = new Set<() => void>()
  readonly #level: VoiceLevel
  /** One request after the other: a second one of the same kind would ask the person twice. */
  #asking: Promise<void> = Promise.resolve()
  #closed = false
  #view: DevicesView

  constructor(clock: LineClock = pageClock) {
    this.#level = new VoiceLevel(clock)
    this.#view = { microphone: off, camera: off, speakerId: this.#chosen.speaker ?? '', choices: [], ownCamera: null }
    // Not there on pages without a secure context.
    navigator.mediaDevices?.addEventListener('devicechange', this.#list)
    void this.#list()
  }

  get view(): DevicesView {
    return this.#view
  }

  onChange(changed: () => void): () => void {
    this.#listeners.add(changed)
    return () => this.#listeners.delete(changed)
  }

  onLevel(heard: (level: number) => void): () => void {
    return this.#level.onLevel(heard)
  }

  setMicrophone(on: boolean): Promise<boolean> {
    return this.want({ microphone: on }).then(() => this.#view.microphone.state === 'on')
  }

  setCamera(on: boolean): Promise<boolean> {
    return this.want({ camera: on }).then(() => this.#view.camera.state === 'on')
  }

  want(wanted: { readonly microphone?: boolean; readonly camera?: boolean }): Promise<void> {
    Object.assign(this.#wanted, wanted)
    if (wanted.microphone === false) this.#mute()
    if (wanted.camera === false) this.#stop('camera')
    return (this.#asking = this.#asking.then(() => this.#open()))
  }

  chooseDevice(kind: DeviceKind, deviceId: string): void {
    this.#chosen[kind] = deviceId
    remember(this.#chosen)
    if (kind === 'speaker') return this.#set({ speakerId: deviceId })
    this.#stop(kind, this.#wanted[kind] ? 'asking' : 'off')
    void this.want({})
  }

  release(): void {
    this.#stop('microphone')
    this.#stop('camera')
  }

  close(): void {
    this.#closed = true
    this.release()
    this.#level.close()
    this.#listeners.clear()
    navigator.mediaDevices?.removeEventListener('devicechange', this.#list)
  }

  #mute(): void {
    const track = this.tracks.microphone
    if (track) track.enabled = false
    this.#level.of(null)
    this.#set({ microphone: { ...this.#view.microphone, state: 'off' } })
  }

  #stop(kind: Own, state: 'off' | 'asking' = 'off'): void {
    this.tracks[kind]?.stop()
    this.tracks[kind] = null
    if (kind === 'microphone') this.#level.of(null)
    this.#set({ [kind]: { ...off, state }, ...(kind === 'camera' && { ownCamera: null }) })
  }

  async #open(): Promise<void> {
    if (this.tracks.microphone && this.#wanted.microphone) this.#take('microphone', this.tracks.microphone)
    let missing = (['microphone', 'camera'] as const).filter((kind) => this.#wanted[kind] && !this.tracks[kind])
    if (missing.length === 0 || this.#closed) return
    for (const kind of missing) this.#set({ [kind]: { ...off, state: 'asking' } })
    if (missing.length > 1) {
      const error = await this.#ask(missing)
      if (error === null) return
      // The browser gives neither where one is refused or missing. Who refused is asked for the voice alone once more.
      if (stateOf(error) === 'refused') {
        this.#refuse('camera', error)
        missing = ['microphone']
      }
    }
    for (const kind of missing) {
      const error = await this.#ask([kind])
      if (error !== null) this.#refuse(kind, error)
    }
  }

  /** Resolves to the error's name, `null` when all are there. */
  async #ask(asked: readonly Own[]): Promise<string | null> {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        audio: asked.includes('microphone') && {
          ...this.#exactly('microphone'),
          echoCancellation: true,
          noiseSuppression: true,
          autoGainControl: true,
        },
        video: asked.includes('camera') && {
          ...this.#exactly('camera'),
          width: { ideal: 1_280 },
          height: { ideal: 720 },
          frameRate: { max: 30 },
        },
      })
      for (const track of stream.getTracks()) this.#take(track.kind === 'audio' ? 'microphone' : 'camera', track)
      void this.#list()
      return null
    } catch (error) {
      const { name } = error as Error
      const chosen = asked.filter((kind) => this.#chosen[kind])
      if (stateOf(name) !== 'missing' || chosen.length === 0) return name
      // A chosen one that is not there gives way to the browser's default.
      for (const kind of chosen) delete this.#chosen[kind]
      return this.#ask(asked)
    }
  }

  /** As an ideal it would be passed over where the browser likes its default better. */
  #exactly(kind: Own): MediaTrackConstraints {
    const deviceId = this.#chosen[kind]
    return deviceId ? { deviceId: { exact: deviceId } } : {}
  }

  #take(kind: Own, track: MediaStreamTrack): void {
    if (this.#closed || !this.#wanted[kind]) return track.stop()
    this.tracks[kind] = track
    track.enabled = true
    // It was pulled out, or the person took the permission back.
    track.onended = () => {
      if (this.tracks[kind] !== track) return
      this.#stop(kind, this.#wanted[kind] ? 'asking' : 'off')
      void this.want({})
    }
    const view: DeviceView = { state: 'on', deviceId: track.getSettings().deviceId ?? '', label: track.label }
    if (kind === 'microphone') this.#level.of(track)
    this.#set(kind === 'camera' ? { camera: view, ownCamera: new MediaStream([track]) } : { microphone: view })
  }

  /** Whoever wants it still says so again, when the person has read why. */
  #refuse(kind: Own, error: string): void {
    this.#wanted[kind] = false
    this.#set({ [kind]: { ...off, state: stateOf(error) } })
  }

  readonly #list = async (): Promise<void> => {
    const all = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? []
    const choices = all.flatMap(({ kind, deviceId, label }): DeviceChoice[] =>
      // Without permission there are neither ids nor labels, and nothing to choose.
      kinds[kind] && deviceId ? [{ kind: kinds[kind], deviceId, label }] : [],
    )
    this.#set({ choices })
  }

  #set(change: Partial<DevicesView>): void {
    this.#view = { ...this.#view, ...change }
    for (const changed of this.#listeners) changed()
  }
}

function stateOf(error: string): DeviceView['state'] {
  if (error === 'NotFoundError' || error === 'OverconstrainedError') return 'missing'
  // A page without a secure context, or framed without `allow`, has nobody to ask: for the person it is a refusal too.
  return error === 'NotReadableError' || error === 'AbortError' ? 'busy' : 'refused'
}

function recall(): Partial<Record<DeviceKind, string>> {
  try {
    return JSON.parse(localStorage.getItem(rememberedAs) ?? '{}') as Partial<Record<DeviceKind, string>>
  } catch {
    // Storage is forbidden, or holds what is not ours.
    return {}
  }
}

function remember(chosen: Partial<Record<DeviceKind, string>>): void {
  try {
    localStorage.setItem(rememberedAs, JSON.stringify(chosen))
  } catch {
    // It holds for this page alone.
  }
}
