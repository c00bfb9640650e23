/** What runs in the pages of browser tests: a line over a door that the test holds, and ears that tell tones apart. */
import type { LegId } from '../../hub/model/ids.ts'
import { CallSounds, checkDevices, joinCall } from './index.ts'
import type { CallDoor, CallLine, DoorAnswer, DoorNews, JoinOptions, OwnDevices } from './index.ts'
import { Loudspeaker } from './loudspeaker.ts'

export interface PageUnderTest {
  join(leg: LegId, options: Omit<JoinOptions, 'leg'>): void
  readonly line: CallLine
  check(wanted: { camera: boolean }): OwnDevices
  readonly devices: OwnDevices
  /** Plays since the page is there, where its address says so. */
  readonly early: Loudspeaker | null
  readonly sounds: CallSounds
  /** How many tones have begun so far. */
  tones(): number
  heard(event: DoorNews): void
  back(): void
  /** Of all that is played now, in dB of full scale. */
  levels(frequencies: readonly number[]): number[]
  /** The loudspeakers that what is played goes to. */
  speakers(): string[]
  /** How many pictures were seen of all cameras and screens that are shown. */
  pictures(): number
}

declare global {
  var askMedia: (request: object) => Promise<DoorAnswer>
  /** Read by tests, which call it so too (call-page-testing.ts). */
  var page: PageUnderTest
}

/** Of the elements that make sound, which stand in no document. */
const playing = new Set<HTMLAudioElement>()
const PlainAudio = globalThis.Audio
globalThis.Audio = class extends PlainAudio {
  constructor() {
    super()
    playing.add(this)
  }
}

let tones = 0
const PlainOscillator = globalThis.OscillatorNode
globalThis.OscillatorNode = class extends PlainOscillator {
  override start(when?: number): void {
    tones += 1
    super.start(when)
  }
}

const events = new Set<(event: DoorNews) => void>()
const backs = new Set<() => void>()
const door: CallDoor = {
  ask: (request) => globalThis.askMedia(request),
  onEvent: (heard) => {
    events.add(heard)
    return () => events.delete(heard)
  },
  onBack: (back) => {
    backs.add(back)
    return () => backs.delete(back)
  },
}

let line: CallLine | null = null
let devices: OwnDevices | null = null
let context: AudioContext | null = null
const ears = new Map<MediaStream, AnalyserNode>()
const screens = new Map<MediaStream, HTMLVideoElement>()

globalThis.page = {
  join: (leg, options) => {
    line = joinCall(door, { leg, ...options })
    line.onChange(look)
  },
  get line() {
    if (!line) throw new Error('nobody has joined')
    return line
  },
  check: (wanted) => (devices = checkDevices(wanted)),
  get devices() {
    if (!devices) throw new Error('nothing was checked')
    return devices
  },
  sounds: new CallSounds(),
  tones: () => tones,
  early: location.search === '?play' ? playEarly() : null,
  heard: (event) => {
    for (const heard of events) heard(event)
  },
  back: () => {
    for (const back of backs) back()
  },
  levels: (frequencies) => {
    const streams = [...playing].flatMap(({ paused, srcObject }) =>
      !paused && srcObject instanceof MediaStream ? [srcObject] : [],
    )
    const all = streams.map((stream) => measure(earOf(stream), frequencies))
    return frequencies.map((_, index) => Math.max(-200, ...all.map((levels) => levels[index] ?? -200)))
  },
  speakers: () => [...playing].flatMap(({ paused, sinkId }) => (paused ? [] : [sinkId])),
  pictures: () =>
    [...screens.values()].reduce((sum, screen) => sum + screen.getVideoPlaybackQuality().totalVideoFrames, 0),
}

function playEarly(): Loudspeaker {
  const loudspeaker = new Loudspeaker(() => {})
  loudspeaker.play(new Set([new MediaStreamAudioDestinationNode(new AudioContext()).stream]))
  return loudspeaker
}

/** Without an element that plays it a browser decodes nothing. */
function look(): void {
  for (const { camera, screen } of line?.view.received.values() ?? [])
    for (const stream of [camera, screen]) {
      if (!stream || screens.has(stream)) continue
      const element = Object.assign(document.createElement('video'), { srcObject: stream, muted: true })
      screens.set(stream, element)
      void element.play()
    }
}

function earOf(stream: MediaStream): AnalyserNode {
  context ??= new AudioContext()
  const ear = ears.get(stream) ?? new AnalyserNode(context, { fftSize: 8_192, smoothingTimeConstant: 0 })
  if (!ears.has(stream)) context.createMediaStreamSource(stream).connect(ear)
  ears.set(stream, ear)
  return ear
}

function measure(ear: AnalyserNode, frequencies: readonly number[]): number[] {
  const bins = new Float32Array(ear.frequencyBinCount)
  ear.getFloatFrequencyData(bins)
  const width = ear.context.sampleRate / ear.fftSize
  return frequencies.map((frequency) => {
    const at = Math.round(frequency / width)
    return Math.max(...bins.subarray(at - 2, at + 3))
  })
}
