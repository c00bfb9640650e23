/** The contract of calls on the media process as it really runs: real mediasoup workers behind a real socket. */
import { createServer, type AddressInfo } from 'node:net'
import { describe, expect, test, vi } from 'vitest'
import { makeId } from '../hub/model/ids.ts'
import { callsContract } from '../hub/ports/media.contract-calls.ts'
import type { MediaAnswer, LegAnswers } from '../hub/ports/media-request.ts'
import type { MediaPort } from '../hub/ports/media.ts'
import { startMedia, workerBin } from './real-testing.ts'

describe.skipIf(!workerBin)('with real workers', () => {
  callsContract('local socket and mediasoup', () => startMedia({}))

  test('a worker has one port for all, told by the announced address, and its successor has the same', async () => {
    const first = await freePort()
    const relay = { MADOGUCHI_MEDIA_TURN: 'turn:turn.example.jp', MADOGUCHI_MEDIA_TURN_SECRET: 'a secret of the relay' }
    const media = await startMedia({
      MADOGUCHI_MEDIA_WORKERS: '1',
      MADOGUCHI_MEDIA_PORT_FIRST: String(first),
      MADOGUCHI_MEDIA_ADDRESS: '203.0.113.7',
      ...relay,
    })
    const port = media.connect()
    try {
      port.begin(1, [wish('a'), wish('b')])
      const told = [
        { protocol: 'udp', address: '203.0.113.7', port: first },
        { protocol: 'tcp', address: '203.0.113.7', port: first },
      ]
      expect(await candidates(port, 'a')).toMatchObject(told)
      expect(await candidates(port, 'b')).toMatchObject(told)
      const { iceServers } = await answered('a', (call) => port.ask(call, carl, { verb: 'capabilities' }))
      expect(iceServers).toMatchObject([{ urls: ['turn:turn.example.jp'] }])
      const lost = new Promise((resolve) => port.onEvent(({ type }) => type === 'callLost' && resolve(type)))
      await media.killWorkers(port)
      await lost
      expect(await candidates(port, 'b')).toMatchObject(told)
    } finally {
      port.close()
      await media.dispose()
    }
  })
})

const carl = makeId('leg', 'carl')
const leg = {
  id: carl,
  role: 'customer',
  mode: 'talk',
  muted: false,
  cameraOff: true,
  held: false,
  sharing: false,
} as const
const wish = (name: string) => ({ id: makeId('call', name), revision: 1, legs: [leg] })

async function candidates(port: MediaPort, name: string): Promise<unknown> {
  const open = (call: ReturnType<typeof wish>['id']): Promise<MediaAnswer<LegAnswers['open']>> =>
    port.ask(call, carl, { verb: 'open', direction: 'send' })
  return (await answered(name, open)).parameters.iceCandidates
}

/** Asks until the call is there. */
function answered<Answer>(
  name: string,
  ask: (call: ReturnType<typeof wish>['id']) => Promise<MediaAnswer<Answer>>,
): Promise<Answer> {
  return vi.waitFor(
    async () => {
      const result = await ask(makeId('call', name))
      if (!result.ok) throw new Error(result.code)
      return result.answer
    },
    { timeout: 20_000, interval: 20 },
  )
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
