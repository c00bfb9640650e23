/** The tune: read from Ogg, made into packets, in the right pace for everybody who listens. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { LoopedMusic } from './music.ts'
import { opusPackets } from './ogg-opus.ts'
import { virtualTime } from './virtual-testing.ts'

const tune = readFileSync(new URL('./hold-music/hold-music.ogg', import.meta.url))
const as = { payloadType: 100, ssrc: 7 }

/** One page: its packets as segments of at most 255 bytes. */
function page(...packets: Uint8Array[]): Buffer {
  const lengths = packets.flatMap(({ length }) => [...Array<number>(Math.floor(length / 255)).fill(255), length % 255])
  return Buffer.concat([Buffer.from('OggS'), Buffer.alloc(22), Buffer.of(lengths.length, ...lengths), ...packets])
}
const heads = [Buffer.from('OpusHead'), Buffer.from('OpusTags')]
/** The first byte of a packet of one frame of 20 ms. */
const celt20 = 31 << 3

test('our own tune is 32 seconds of packets of 20 ms', () => {
  const packets = opusPackets(tune)
  expect(packets.length).toBeGreaterThanOrEqual(1_600)
  expect(packets.length).toBeLessThan(1_605)
  expect(Math.max(...packets.map(({ length }) => length))).toBeLessThan(200)
})

test('packets longer than a segment, of just its length, and over the end of a page come out whole', () => {
  const packets = [255, 510, 700, 3].map((length, index) => Buffer.alloc(length, index + 1).fill(celt20, 0, 1))
  expect(opusPackets(page(...heads, ...packets))).toEqual(packets)
  const [long] = packets.slice(2)
  const first = Buffer.concat([Buffer.from('OggS'), Buffer.alloc(22), Buffer.of(1, 255), long!.subarray(0, 255)])
  expect(opusPackets(Buffer.concat([page(...heads), first, page(long!.subarray(255))]))).toEqual([long])
})

test.each<[string, Uint8Array, string]>([
  ['nothing', Buffer.alloc(0), 'it is not an Ogg file of Opus'],
  ['another kind of file', Buffer.from('RIFF....WAVEfmt '), 'it is not an Ogg file of Opus'],
  [
    'Ogg of something else',
    page(Buffer.from('\x01vorbis'), Buffer.from('\x03vorbis')),
    'it is not an Ogg file of Opus',
  ],
  ['no sound', page(...heads), 'it holds no sound'],
  ['packets of 60 ms', page(...heads, Buffer.of(3 << 3, 1)), 'its packets are not of 20 ms each'],
  ['two frames in a packet', page(...heads, Buffer.of(celt20 | 1, 1)), 'its packets are not of 20 ms each'],
  ['a file cut short', tune.subarray(0, 50_000), 'it is cut short'],
])('%s is refused in words', (_, file, sentence) => {
  expect(() => opusPackets(file)).toThrow(sentence)
})

test('any bytes are refused or read, and never anything else', () => {
  for (let at = 0; at < tune.length; at += 997) {
    const broken = Buffer.from(tune)
    broken.fill(at % 256, at, at + 3)
    try {
      expect(opusPackets(broken).every((packet) => packet instanceof Uint8Array)).toBe(true)
    } catch (error) {
      expect((error as Error).message).toMatch(/^(it|its) /)
    }
  }
})

test('each packet goes to all who listen, every 20 ms, numbered on; without listeners it rests', async () => {
  const time = virtualTime()
  const packets = [Buffer.of(celt20, 1), Buffer.of(celt20, 2), Buffer.of(celt20, 3)]
  const music = new LoopedMusic(packets, time)
  const first: Buffer[] = []
  const second: Buffer[] = []
  await time.passMs(500)
  const leave = music.join(as, (packet) => first.push(packet))
  await time.passMs(100)
  const leaveToo = music.join(as, (packet) => second.push(packet))
  await time.passMs(100)
  leave()
  leave()
  await time.passMs(100)
  leaveToo()
  await time.passMs(1_000)
  expect([first.length, second.length]).toEqual([11, 10])
  expect(second[0]).toBe(first[6])
  expect(first[4]).toEqual(Buffer.from('8064000400000f0000000007f802', 'hex'))
  music.join(as, (packet) => first.push(packet))
  await time.passMs(0)
  expect(first.at(-1)?.readUInt16BE(2)).toBe(16)
})

test('a process that was held up goes on instead of pouring out what it missed', async () => {
  const time = virtualTime()
  let ahead = 0
  const music = new LoopedMusic([Buffer.of(celt20)], { now: () => time.now() + ahead, after: time.after })
  let sent = 0
  music.join(as, () => sent++)
  await time.passMs(100)
  const before = sent
  ahead = 10_000
  await time.passMs(20)
  expect(sent - before).toBeLessThanOrEqual(2)
})
