/**
 * An engine without processes, for tests of everything above it and for the simulator: its workers start, die, hang and
 * answer when told, and what passes between legs can be asked, as if one heard it.
 */
import type { Source } from '../hub/ports/media-call.ts'
import type { Direction, Opaque } from '../hub/ports/media-request.ts'
import type {
  EngineCall,
  EngineConsumer,
  EngineProducer,
  EngineTap,
  EngineTransport,
  EngineWorker,
  MediaEngine,
  StreamStats,
  TransportState,
  Volume,
} from './engine.ts'

/** A worker in the hand of a test. */
export interface FakeWorker {
  readonly pid: number
  /** What was done to it, in order. */
  readonly done: ('killed' | 'closed')[]
  /** The calls that are open on it. */
  readonly calls: ReadonlySet<FakeCall>
  /** From now on it answers nothing. Killing it still makes it die. */
  hang(): void
  die(error: string): void
}

export class FakeEngine implements MediaEngine {
  /** Every worker that was started, in order. */
  readonly workers: FakeWorker[] = []
  /** When set, the next starts fail with it. */
  failure: string | null = null

  startWorker(): Promise<EngineWorker> {
    if (this.failure !== null) return Promise.reject(new Error(this.failure))
    let hung = false
    let died: (error: string) => void = () => {}
    const done: FakeWorker['done'] = []
    const calls = new Set<FakeCall>()
    const pid = 1_000 + this.workers.length
    const fake: FakeWorker = { pid, done, calls, hang: () => void (hung = true), die: (error) => died(error) }
    this.workers.push(fake)
    const answer: Answer = (make) => (hung ? new Promise(() => {}) : settled(make))
    return Promise.resolve({
      pid,
      onDied: (call) => void (died = call),
      ping: () => answer(() => {}),
      kill: () => {
        done.push('killed')
        died('killed')
      },
      close: () => void done.push('closed'),
      createCall: () => answer(() => new FakeCall(answer, calls)),
    })
  }

  /** All calls that are open on workers, also on one that has died. */
  calls(): FakeCall[] {
    return this.workers.flatMap((worker) => [...worker.calls])
  }
}

type Answer = <Result>(make: () => Result) => Promise<Result>

/** As an engine answers: later, and what is thrown as a rejection. */
const settled: Answer = async (make) => make()

export class FakeCall implements EngineCall {
  readonly capabilities: Opaque = { codecs: ['fake'] }
  readonly transports: FakeTransport[] = []
  music: FakeProducer | null = null
  /** Who takes a voice along, by the producer's id. */
  readonly taps = new Map<string, (rtp: Uint8Array) => void>()
  volumes: (volumes: readonly Volume[]) => void = () => {}
  readonly #answer: Answer
  readonly #open: Set<FakeCall>

  constructor(answer: Answer, open: Set<FakeCall>) {
    this.#answer = answer
    this.#open = open
    open.add(this)
  }

  openTransport(direction: Direction): Promise<EngineTransport> {
    return this.#answer(() => {
      const made = new FakeTransport(`${direction}-${this.transports.length}`, this.#answer)
      this.transports.push(made)
      return made
    })
  }

  startMusic(): Promise<EngineProducer> {
    return this.#answer(() => (this.music = new FakeProducer('music', 'music', this.#answer)))
  }

  tap(producer: EngineProducer, heard: (rtp: Uint8Array) => void): Promise<EngineTap> {
    return this.#answer(() => {
      this.taps.set(producer.id, heard)
      return { close: () => void this.taps.delete(producer.id) }
    })
  }

  onVolumes(heard: (volumes: readonly Volume[]) => void): void {
    this.volumes = heard
  }

  close(): void {
    this.#open.delete(this)
  }

  /** What passes now: the ids of producer and receiving transport. */
  passing(): string[] {
    return this.transports
      .filter(({ closed }) => !closed)
      .flatMap((to) => to.consumers.filter(({ passes }) => passes).map(({ of }) => `${of.name}>${to.id}`))
  }
}

let transportsMade = 0

export class FakeTransport implements EngineTransport {
  /** The number tells it apart from every other, of all calls. */
  readonly parameters: Opaque = { address: 'fake', number: ++transportsMade }
  readonly consumers: FakeConsumer[] = []
  closed = false
  state: (state: TransportState) => void = () => {}
  readonly id: string
  readonly producers: FakeProducer[] = []
  readonly #answer: Answer
  #made = 0

  constructor(id: string, answer: Answer) {
    this.id = id
    this.#answer = answer
  }

  onState(changed: (state: TransportState) => void): void {
    this.state = changed
  }

  connect(parameters: Opaque): Promise<void> {
    return this.#answer(() => {
      if (!('fingerprints' in parameters)) throw new TypeError('missing fingerprints')
      this.state('connected')
    })
  }

  restartIce(): Promise<Opaque> {
    return this.#answer(() => ({ ice: 'new' }))
  }

  produce(source: Source, parameters: Opaque): Promise<EngineProducer> {
    return this.#answer(() => {
      if (!('codecs' in parameters)) throw new TypeError('missing codecs')
      const made = new FakeProducer(`${this.id}/${source}-${++this.#made}`, `${this.id}/${source}`, this.#answer)
      this.producers.push(made)
      return made
    })
  }

  consume(producer: EngineProducer, capabilities: Opaque): Promise<EngineConsumer> {
    return this.#answer(() => {
      if (!('codecs' in capabilities)) throw new TypeError('missing codecs')
      const made = new FakeConsumer(`${this.id}/${++this.#made}`, producer as FakeProducer, this.#answer)
      this.consumers.push(made)
      return made
    })
  }

  close(): void {
    this.closed = true
    for (const one of [...this.producers, ...this.consumers]) one.close()
  }
}

/** Both ways: may be silent, and ends for good. */
class FakeStream {
  readonly id: string
  readonly answer: Answer
  paused: boolean
  closed = false
  measured: StreamStats | null = null

  constructor(id: string, paused: boolean, answer: Answer) {
    this.id = id
    this.paused = paused
    this.answer = answer
  }

  pause(): Promise<void> {
    return this.answer(() => void (this.paused = true))
  }

  resume(): Promise<void> {
    return this.answer(() => void (this.paused = false))
  }

  stats(): Promise<StreamStats | null> {
    return this.answer(() => this.measured)
  }

  close(): void {
    this.closed = true
  }
}

export class FakeProducer extends FakeStream implements EngineProducer {
  /** The same for whatever stands in for it later. */
  readonly name: string

  constructor(id: string, name: string, answer: Answer) {
    super(id, false, answer)
    this.name = name
  }
}

export class FakeConsumer extends FakeStream implements EngineConsumer {
  readonly parameters: Opaque
  readonly of: FakeProducer

  constructor(id: string, of: FakeProducer, answer: Answer) {
    super(id, true, answer)
    this.of = of
    this.parameters = { of: of.id }
  }

  get passes(): boolean {
    return !this.paused && !this.closed && !this.of.paused && !this.of.closed
  }
}
