/**
 * mediasoup behind the engine's few words: workers, and the room of a call in one. This file and mediasoup-transport.ts are
 * the only ones that know mediasoup; what is peculiar to it stands here and there.
 */
import type { types } from 'mediasoup'
import type { Direction, Opaque } from '../hub/ports/media-request.ts'
import type {
  EngineCall,
  EngineProducer,
  EngineTap,
  EngineTransport,
  EngineWorker,
  MediaEngine,
  Volume,
} from './engine.ts'
import { mediaCodecs, openTransport } from './mediasoup-transport.ts'
import { startMusic, type Music } from './mediasoup-music.ts'
import { tap } from './mediasoup-tap.ts'

/** An address to listen on, and what browsers are told instead when they reach us by another. */
export interface Listening {
  readonly ip: string
  readonly announced: string | null
}

export interface MediasoupOptions {
  /** The worker binary. */
  readonly bin: string
  readonly listen: readonly Listening[]
  /** UDP and TCP port of the first worker, the next one's is one higher; `null` for any that is free. */
  readonly firstPort: number | null
  /** What held legs hear; `null` for nothing. */
  readonly music: Music | null
}

export async function mediasoupEngine(options: MediasoupOptions): Promise<MediaEngine> {
  // mediasoup reads this variable once, while it is loaded: hence the order, and the import at run time.
  process.env.MEDIASOUP_WORKER_BIN = options.bin
  const { createWorker } = await import('mediasoup')
  return {
    startWorker: async (index) => {
      const worker = await createWorker({ logLevel: 'warn' })
      try {
        return wrap(worker, await listen(worker, index, options), options.music)
      } catch (error) {
        worker.close()
        throw error
      }
    },
  }
}

/** One port carries all calls of a worker, so that a firewall needs to know as many ports as there are workers. */
async function listen(
  worker: types.Worker,
  index: number,
  { listen: addresses, firstPort }: MediasoupOptions,
): Promise<types.WebRtcServer> {
  const port = firstPort === null ? {} : { port: firstPort + index }
  const listenInfos = addresses.flatMap(({ ip, announced }) =>
    (['udp', 'tcp'] as const).map((protocol) => ({
      protocol,
      ip,
      ...port,
      ...(announced !== null && { announcedAddress: announced }),
    })),
  )
  return worker.createWebRtcServer({ listenInfos }).catch((error: Error) => {
    const where = addresses.map(({ ip }) => ip).join(', ')
    throw new Error(
      `cannot listen on ${where}${firstPort === null ? '' : ` port ${firstPort + index}`}: ${error.message}`,
    )
  })
}

function wrap(worker: types.Worker, server: types.WebRtcServer, music: Music | null): EngineWorker {
  return {
    pid: worker.pid,
    onDied: (died) => void worker.once('died', (error) => died(describe(error))),
    // The cheapest of its requests that goes through the worker's own loop and back.
    ping: async () => void (await worker.getResourceUsage()),
    kill: () => killHard(worker.pid),
    close: () => worker.close(),
    createCall: async () => {
      const router = await worker.createRouter({ mediaCodecs })
      try {
        const levels = await router.createAudioLevelObserver({ maxEntries: 32, threshold: -60, interval: 400 })
        return new MediasoupCall(router, server, levels, music)
      } catch (error) {
        router.close()
        throw error
      }
    },
  }
}

class MediasoupCall implements EngineCall {
  readonly #router: types.Router
  readonly #server: types.WebRtcServer
  readonly #levels: types.AudioLevelObserver
  readonly #music: Music | null

  constructor(router: types.Router, server: types.WebRtcServer, levels: types.AudioLevelObserver, music: Music | null) {
    this.#router = router
    this.#server = server
    this.#levels = levels
    this.#music = music
  }

  get capabilities(): Opaque {
    return this.#router.rtpCapabilities as Opaque
  }

  openTransport(_direction: Direction): Promise<EngineTransport> {
    return openTransport(this.#router, this.#server, this.#levels)
  }

  startMusic(): Promise<EngineProducer> {
    return this.#music ? startMusic(this.#router, this.#music) : Promise.reject(new Error('there is no music'))
  }

  tap(producer: EngineProducer, heard: (rtp: Uint8Array) => void): Promise<EngineTap> {
    return tap(this.#router, producer.id, heard)
  }

  onVolumes(heard: (volumes: readonly Volume[]) => void): void {
    this.#levels.on('volumes', (volumes) =>
      heard(volumes.map(({ producer, volume }) => ({ producer: producer.id, level: volume }))),
    )
    this.#levels.on('silence', () => heard([]))
  }

  close(): void {
    this.#router.close()
  }
}

/** mediasoup's own words carry the process id and code, in brackets. */
const describe = (error: Error): string => error.message || 'the worker died'

/** A worker that hangs does not read its channel, so `close()`, which asks through it, would change nothing. */
function killHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has died in between, which `died` tells.
  }
}
