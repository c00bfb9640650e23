/** A tap on a real worker: what is sent into a call comes out of it, packet by packet. */
import { readFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { mediasoupEngine } from './mediasoup-engine.ts'
import { LoopedMusic } from './music.ts'
import { opusPackets } from './ogg-opus.ts'
import { workerBin } from './real-testing.ts'

test.skipIf(!workerBin)('what is taken along are the packets that were sent, in order', async () => {
  const file = readFileSync(new URL('./hold-music/hold-music.ogg', import.meta.url))
  const music = new LoopedMusic(opusPackets(file), { now: () => performance.now(), after })
  const listen = [{ ip: '127.0.0.1', announced: null }]
  const engine = await mediasoupEngine({ bin: workerBin!, listen, firstPort: null, music })
  const worker = await engine.startWorker(0)
  try {
    const call = await worker.createCall()
    const numbers: number[] = []
    const producer = await call.startMusic()
    const tapped = await call.tap(producer, (rtp) =>
      numbers.push(new DataView(rtp.buffer, rtp.byteOffset).getUint16(2)),
    )
    await vi.waitUntil(() => numbers.length >= 20, { timeout: 20_000, interval: 5 })
    expect(numbers.slice(0, 20)).toEqual(numbers.slice(0, 20).map((_, at) => (numbers[0]! + at) % 65_536))
    tapped.close()
    // Another tap hears what comes after, and by then the first must not.
    const then = numbers.length
    let more = 0
    await call.tap(producer, () => (more += 1))
    await vi.waitUntil(() => more >= 10, { timeout: 20_000, interval: 5 })
    expect(numbers.length - then).toBeLessThanOrEqual(2)
  } finally {
    worker.close()
  }
})

const after = (ms: number, call: () => void): (() => void) => {
  const timer = setTimeout(call, ms)
  return () => clearTimeout(timer)
}
