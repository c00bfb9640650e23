/**
 * The built media process as a side that carries calls, driven over its socket as a hub drives it. Nothing in it knows of the
 * bench; only its transports are others (bench/peers/plain-transports.mjs).
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { realClock } from '../../hub/adapters/clock-real.ts'
import { mediaSocket } from '../../hub/adapters/media-socket.ts'
import { makeId, type CallId, type LegId } from '../../hub/model/ids.ts'
import { instant } from '../../hub/model/time.ts'
import type { MediaEvent } from '../../hub/ports/media-event.ts'
import type { LegAnswers, LegRequest, Opaque } from '../../hub/ports/media-request.ts'
import type { MediaPort } from '../../hub/ports/media.ts'
import { cryptoSuite, type CallSide, type LegName } from '../drivers/talk.ts'
import type { Heard, Voice } from '../drivers/voice.ts'
import type { Bench } from '../run/bench.ts'

export const ourName = 'our calls'
const program = fileURLToPath(new URL('../../dist/media/main.js', import.meta.url))
const otherTransports = new URL('../peers/plain-transports.mjs', import.meta.url).href
const startMs = 20_000

/** What the worker's transport says of itself: where it listens, and how it enciphers. */
interface Connection {
  readonly iceCandidates: readonly { readonly localPort: number }[]
  readonly dtlsParameters: { readonly keyBase64: string }
}

interface OurLeg {
  readonly voice: Voice
  readonly partner: Voice
  /** Once it can hear: the key of what comes. */
  readonly ready: Promise<string>
}

export async function startOurs(bench: Bench, workerBin: string): Promise<CallSide> {
  if (!existsSync(program)) throw new Error('There is no built media process: run `npm run build` first.')
  const path = join(bench.scratch, 'ours.sock')
  const server = await bench.start({
    name: ourName,
    run: [process.execPath, ...bench.profiling(ourName), '--import', otherTransports, program],
    env: {
      MADOGUCHI_MEDIA_SOCKET: path,
      MADOGUCHI_WORKER_BIN: workerBin,
      MADOGUCHI_MEDIA_WORKERS: '1',
      MADOGUCHI_LOG_LEVEL: 'silent',
    },
    // It listens at a path.
    port: 0,
  })
  const port = mediaSocket(path, realClock({ notBefore: instant(0) }))
  await available(port)
  port.begin(1, [])
  return new OurCalls(server.pid, port, () => server.stop())
}

class OurCalls implements CallSide {
  readonly name = ourName
  broken: string | null = null
  readonly #legs = new Map<LegId, OurLeg>()
  readonly #ready = new Map<CallId, () => void>()

  constructor(
    readonly pid: number,
    private readonly port: MediaPort,
    private readonly stop: () => Promise<void>,
  ) {
    port.onEvent((event) => this.#heard(event))
  }

  begin(call: number): Promise<void> {
    const id = callId(call)
    const plain = { mode: 'talk', muted: false, cameraOff: true, held: false, sharing: false } as const
    const legs = (['customer', 'agent'] as const).map((role) => ({ ...plain, id: legId(call, role), role }))
    const ready = new Promise<void>((resolve) => this.#ready.set(id, resolve))
    this.port.setCall({ id, revision: 1, legs })
    return ready
  }

  async join(call: number, name: LegName, voice: Voice, partner: Voice): Promise<void> {
    const ask = <Verb extends LegRequest['verb']>(request: Extract<LegRequest, { verb: Verb }> & { verb: Verb }) =>
      this.#ask<Verb>(callId(call), legId(call, name), request)
    let connected: (master: string) => void = () => {}
    this.#legs.set(legId(call, name), { voice, partner, ready: new Promise((resolve) => (connected = resolve)) })
    const { capabilities } = await ask({ verb: 'capabilities' })
    const ear = await ask({ verb: 'open', direction: 'receive', capabilities })
    const mouth = await ask({ verb: 'open', direction: 'send' })
    await Promise.all([
      ask({ verb: 'connect', transport: ear.transport, parameters: voice.connection('ear', cryptoSuite) }),
      ask({ verb: 'connect', transport: mouth.transport, parameters: voice.connection('mouth', cryptoSuite) }),
      voice.aim(connectionOf(mouth.parameters).iceCandidates[0]!.localPort),
    ])
    connected(connectionOf(ear.parameters).dtlsParameters.keyBase64)
    await ask({ verb: 'produce', source: 'microphone', parameters: voice.parameters })
  }

  end(call: number): Promise<void> {
    this.port.endCall(callId(call))
    for (const name of ['customer', 'agent'] as const) this.#legs.delete(legId(call, name))
    return Promise.resolve()
  }

  close(): Promise<void> {
    this.port.close()
    return this.stop()
  }

  #heard(event: MediaEvent): void {
    if (event.type === 'callLost') this.broken = event.reason
    if (event.type === 'callReady') this.#ready.get(event.call)?.()
    if (event.type !== 'trackOffered') return
    const leg = this.#legs.get(event.leg)
    const { rtpParameters } = event.parameters as { readonly rtpParameters: Heard }
    void leg?.ready.then((master) => {
      leg.voice.listen(leg.partner, rtpParameters, master)
      return this.#ask(event.call, event.leg, { verb: 'resume', track: event.track })
    })
  }

  async #ask<Verb extends LegRequest['verb']>(
    call: CallId,
    leg: LegId,
    request: Extract<LegRequest, { verb: Verb }>,
  ): Promise<LegAnswers[Verb]> {
    const result = await this.port.ask<Verb>(call, leg, request)
    if (!result.ok) throw new Error(`${request.verb}: ${result.code}`)
    return result.answer
  }
}

const callId = (call: number): CallId => makeId('call', `bench${call}`)
const legId = (call: number, name: LegName): LegId => makeId('leg', `bench${call}${name}`)
const connectionOf = (parameters: Opaque): Connection => parameters as unknown as Connection

/** Resolves when a worker runs. */
function available(port: MediaPort): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${ourName}: ${port.health().reason}`)), startMs)
    const look = (): void => {
      if (!port.health().available) return
      clearTimeout(late)
      stop()
      resolve()
    }
    const stop = port.onChange(look)
    look()
  })
}
