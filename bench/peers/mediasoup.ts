/**
 * A relay of voices by mediasoup alone: a router for each call, and of what a leg asks no more done than mediasoup's own
 * documentation does. Told what to do over a local socket, a JSON object a line, as the media process is. It sees to nothing:
 * who may hear whom, who speaks, how well it goes, and what happens when something dies is nobody's affair here.
 */
import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import type { types } from 'mediasoup'
import { openPlain } from './plain-transports.mjs'

/** What can be asked, by verb, and what is answered. */
export interface RelayCalls {
  /** A room for a call. */
  begin: { asked: { readonly call: number }; answer: { readonly capabilities: types.RtpCapabilities } }
  open: {
    asked: { readonly call: number }
    answer: { readonly transport: string; readonly port: number; readonly srtp: types.SrtpParameters }
  }
  connect: {
    asked: { readonly transport: string; readonly parameters: Parameters<types.PlainTransport['connect']>[0] }
    answer: null
  }
  produce: {
    asked: { readonly transport: string; readonly parameters: types.RtpParameters }
    answer: { readonly producer: string }
  }
  consume: {
    asked: { readonly transport: string; readonly producer: string; readonly capabilities: types.RtpCapabilities }
    answer: { readonly consumer: string; readonly parameters: types.RtpParameters }
  }
  resume: { asked: { readonly consumer: string }; answer: null }
  end: { asked: { readonly call: number }; answer: null }
}

export interface RelayRequest<Verb extends keyof RelayCalls = keyof RelayCalls> {
  readonly id: number
  readonly verb: Verb
  readonly asked: RelayCalls[Verb]['asked']
}

const opus: types.RouterRtpCodecCapability = {
  kind: 'audio',
  mimeType: 'audio/opus',
  clockRate: 48_000,
  channels: 2,
  preferredPayloadType: 100,
}

const { createWorker } = await import('mediasoup')
const worker = await createWorker({ logLevel: 'warn' })
worker.once('died', (error) => {
  console.error(error.message)
  process.exit(1)
})
const routers = new Map<number, types.Router>()
const transports = new Map<string, types.PlainTransport>()
const consumers = new Map<string, types.Consumer>()

const verbs: {
  [Verb in keyof RelayCalls]: (asked: RelayCalls[Verb]['asked']) => Promise<RelayCalls[Verb]['answer']>
} = {
  async begin({ call }) {
    const router = await worker.createRouter({ mediaCodecs: [opus] })
    routers.set(call, router)
    return { capabilities: router.rtpCapabilities }
  },
  async open({ call }) {
    const transport = await openPlain(routers.get(call)!)
    transports.set(transport.id, transport)
    transport.observer.once('close', () => transports.delete(transport.id))
    return { transport: transport.id, port: transport.tuple.localPort, srtp: transport.srtpParameters! }
  },
  async connect({ transport, parameters }) {
    await transports.get(transport)!.connect(parameters)
    return null
  },
  async produce({ transport, parameters }) {
    const { id } = await transports.get(transport)!.produce({ kind: 'audio', rtpParameters: parameters })
    return { producer: id }
  },
  async consume({ transport, producer, capabilities }) {
    const asked = { producerId: producer, rtpCapabilities: capabilities, paused: true }
    const consumer = await transports.get(transport)!.consume(asked)
    consumers.set(consumer.id, consumer)
    consumer.observer.once('close', () => consumers.delete(consumer.id))
    return { consumer: consumer.id, parameters: consumer.rtpParameters }
  },
  async resume({ consumer }) {
    await consumers.get(consumer)!.resume()
    return null
  },
  async end({ call }) {
    routers.get(call)!.close()
    routers.delete(call)
    return null
  },
}

const path = process.argv[2]!
rmSync(path, { force: true })
const server = createServer((socket) => {
  socket.on('error', () => socket.destroy())
  createInterface({ input: socket }).on('line', (line) => {
    const { id, verb, asked } = JSON.parse(line) as RelayRequest
    verbs[verb](asked as never).then(
      (answer) => socket.write(`${JSON.stringify({ id, answer })}\n`),
      (error: Error) => socket.write(`${JSON.stringify({ id, error: error.message })}\n`),
    )
  })
})
// It listens at a path; the number is for whoever waits until it does.
server.listen(path, () => console.log('port 0'))
process.once('SIGTERM', () => {
  worker.close()
  process.exit(0)
})
