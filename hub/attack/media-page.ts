/**
 * What runs in a page of an attack on calls: the program that browsers join calls by, with a tone for a microphone, and ears
 * that know whether the partner's tone is heard now, since when, and how long it was not.
 */
import type { LegId } from '../model/ids.ts'
import type { MediaEvent } from '../ports/media-event.ts'
import { joinCall, type CallDoor, type CallLine } from '../../media/client/index.ts'

/** Times are milliseconds since the epoch, fractions included. */
export interface Heard {
  /** Since when without a break; `null` while it is not heard. */
  readonly since: number | null
  readonly longestSilenceMs: number
}

export interface JoinAs {
  readonly leg: LegId
  /** In Hz. */
  readonly says: number
  readonly hears: number
}

/** What the attack calls in the page. */
export interface PageParts {
  join(as: JoinAs): void
  leave(): void
  told(event: MediaEvent): void
  hubIsBack(): void
  /** The longest silence counts from now on. */
  listenAnew(): void
  heard(): Heard
  state(): string
}

/** What the page calls in the attack: asks the door. */
interface Outside {
  askDoor: CallDoor['ask']
}

const outside = globalThis as unknown as Outside & { attack: PageParts }
const now = (): number => performance.timeOrigin + performance.now()

/** Tells a tone in the last twentieth of a second of all that is heard; of the browser's clock for sound alone. */
class Ears {
  readonly #analyser: AnalyserNode
  readonly #samples: Float32Array<ArrayBuffer>
  readonly #known = new WeakSet<MediaStream>()
  #frequency = 0
  #since: number | null = null
  #silentSince: number
  #longestMs = 0

  constructor(private readonly context: AudioContext) {
    this.#analyser = new AnalyserNode(context, { fftSize: 2_048 })
    this.#samples = new Float32Array(this.#analyser.fftSize)
    this.#silentSince = now()
    setInterval(() => this.#listen(), 20)
  }

  listenFor(frequency: number): void {
    this.#frequency = frequency
    this.anew()
  }

  anew(): void {
    this.#longestMs = 0
    this.#silentSince = now()
  }

  hear(stream: MediaStream): void {
    if (this.#known.has(stream)) return
    this.#known.add(stream)
    this.context.createMediaStreamSource(stream).connect(this.#analyser)
  }

  get heard(): Heard {
    const silentMs = this.#since === null ? now() - this.#silentSince : 0
    return { since: this.#since, longestSilenceMs: Math.max(this.#longestMs, silentMs) }
  }

  #listen(): void {
    const audible = this.#amplitude() > 0.02
    if (audible && this.#since === null) {
      this.#longestMs = Math.max(this.#longestMs, now() - this.#silentSince)
      this.#since = now()
    }
    if (!audible && this.#since !== null) {
      this.#since = null
      this.#silentSince = now()
    }
  }

  /** Of the tone, from 0 to 1, by Goertzel's filter. */
  #amplitude(): number {
    this.#analyser.getFloatTimeDomainData(this.#samples)
    const turn = 2 * Math.cos((2 * Math.PI * this.#frequency) / this.context.sampleRate)
    let [last, before] = [0, 0]
    for (const sample of this.#samples) [last, before] = [sample + turn * last - before, last]
    const power = last * last + before * before - turn * last * before
    return (2 * Math.sqrt(Math.max(0, power))) / this.#samples.length
  }
}

const context = new AudioContext()
const ears = new Ears(context)
const listeners = new Set<(event: MediaEvent) => void>()
const backs = new Set<() => void>()
let line: CallLine | null = null

const door: CallDoor = {
  ask: (request) => outside.askDoor(request),
  onEvent: (heard) => {
    listeners.add(heard)
    return () => listeners.delete(heard)
  },
  onBack: (back) => {
    backs.add(back)
    return () => backs.delete(back)
  },
}

/** The microphone is a tone. */
function speakWith(frequency: number): void {
  const out = new MediaStreamAudioDestinationNode(context)
  const tone = new OscillatorNode(context, { frequency })
  tone.connect(new GainNode(context, { gain: 0.3 })).connect(out)
  tone.start()
  navigator.mediaDevices.getUserMedia = () => Promise.resolve(new MediaStream(out.stream.clone()))
}

outside.attack = {
  join({ leg, says, hears }) {
    line?.leave()
    listeners.clear()
    backs.clear()
    speakWith(says)
    ears.listenFor(hears)
    const joined = joinCall(door, { leg, microphone: true })
    const listen = (): void => {
      for (const { voice } of joined.view.received.values()) if (voice) ears.hear(voice)
    }
    joined.onChange(listen)
    listen()
    line = joined
  },
  leave: () => line?.leave(),
  told: (event) => {
    for (const heard of listeners) heard(event)
  },
  hubIsBack: () => {
    for (const back of backs) back()
  },
  listenAnew: () => ears.anew(),
  heard: () => ears.heard,
  state: () => line?.view.state ?? 'none',
}
