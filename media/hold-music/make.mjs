/**
 * Makes hold-music.ogg, once: `node media/hold-music/make.mjs`. A slow arpeggio over four chords is computed, and encoded
 * by the Opus of the Chromium that the tests use, since Node has none. Nothing is taken from anywhere: the tune is ours.
 */
import { writeFileSync } from 'node:fs'
import { chromium } from 'playwright-core'

const sampleRate = 48_000
const barSeconds = 4
/** Four notes a bar in Hz, each chord ending where the next can begin; the last bar fades, so that the loop has no seam. */
const bars = [
  [261.63, 329.63, 392.0, 493.88],
  [220.0, 261.63, 329.63, 392.0],
  [293.66, 349.23, 440.0, 523.25],
  [196.0, 246.94, 349.23, 392.0],
]
const order = [0, 1, 2, 3, 0, 1, 2, 3].map((bar) => bars[bar])

/** Plucked softly: each note swells in a twentieth of a second and fades over two, with a little of its octave. */
function compute() {
  const length = order.length * barSeconds * sampleRate
  const sound = new Float32Array(length)
  order.forEach((notes, bar) => {
    const pattern = [0, 1, 2, 3, 2, 1, 2, 1]
    pattern.forEach((note, beat) => {
      const from = (bar * barSeconds + (beat * barSeconds) / pattern.length) * sampleRate
      const until = Math.min(length, from + 2.5 * sampleRate)
      for (let at = from; at < until; at++) {
        const seconds = (at - from) / sampleRate
        const swell = Math.min(1, seconds / 0.05) * Math.exp(-1.6 * seconds)
        const turn = 2 * Math.PI * notes[note] * seconds
        const seam = Math.min(1, (length - at) / sampleRate)
        sound[at] += 0.12 * swell * seam * (Math.sin(turn) + 0.25 * Math.sin(2 * turn))
      }
    })
  })
  return sound
}

async function encode(sound) {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
  const page = await browser.newPage()
  // An encoder is for pages of a safe origin only, which localhost is; nothing is asked of any network.
  await page.route('http://localhost/', (route) => route.fulfill({ contentType: 'text/html', body: '<p>' }))
  await page.goto('http://localhost/')
  const packets = await page.evaluate(
    async ({ samples, rate }) => {
      const bytes = Uint8Array.from(atob(samples), (one) => one.charCodeAt(0))
      const packets = []
      const encoder = new AudioEncoder({
        output: (chunk) => {
          const packet = new Uint8Array(chunk.byteLength)
          chunk.copyTo(packet)
          packets.push(btoa(String.fromCharCode(...packet)))
        },
        error: (error) => {
          throw error
        },
      })
      encoder.configure({
        codec: 'opus',
        sampleRate: rate,
        numberOfChannels: 1,
        bitrate: 20_000,
        opus: { frameDuration: 20_000 },
      })
      const all = new Float32Array(bytes.buffer)
      const form = { format: 'f32', sampleRate: rate, numberOfFrames: all.length, numberOfChannels: 1, timestamp: 0 }
      encoder.encode(new AudioData({ ...form, data: all }))
      await encoder.flush()
      return packets
    },
    { samples: Buffer.from(sound.buffer).toString('base64'), rate: sampleRate },
  )
  await browser.close()
  return packets.map((packet) => Buffer.from(packet, 'base64'))
}

const crcTable = Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24
  for (let bit = 0; bit < 8; bit++) value = (value << 1) ^ (value & 0x80000000 ? 0x04c11db7 : 0)
  return value >>> 0
})
const crc = (bytes) => bytes.reduce((value, byte) => ((value << 8) ^ crcTable[((value >>> 24) ^ byte) & 255]) >>> 0, 0)

/** One page of whole packets. `position` counts samples up to its end; flags: 2 begins the stream, 4 ends it. */
function oggPage(packets, number, position, flags) {
  const lengths = packets.flatMap(({ length }) => [...Array(Math.floor(length / 255)).fill(255), length % 255])
  const head = Buffer.alloc(27)
  head.write('OggS')
  head.writeUInt8(flags, 5)
  head.writeBigUInt64LE(BigInt(position), 6)
  head.writeUInt32LE(1, 14)
  head.writeUInt32LE(number, 18)
  head.writeUInt8(lengths.length, 26)
  const page = Buffer.concat([head, Buffer.from(lengths), ...packets])
  page.writeUInt32LE(crc(page), 22)
  return page
}

function ogg(packets) {
  const head = Buffer.from('OpusHead\x01\x01\0\0\0\0\0\0\0\0\0', 'latin1')
  head.writeUInt32LE(sampleRate, 12)
  const text = (words) => Buffer.concat([Buffer.from(Uint32Array.of(words.length).buffer), Buffer.from(words)])
  const tags = Buffer.concat([Buffer.from('OpusTags'), text('Madoguchi'), Buffer.alloc(4)])
  const pages = [oggPage([head], 0, 0, 2), oggPage([tags], 1, 0, 0)]
  const perPage = 50
  for (let at = 0; at < packets.length; at += perPage) {
    const some = packets.slice(at, at + perPage)
    const last = at + perPage >= packets.length
    pages.push(oggPage(some, pages.length, (at + some.length) * 960, last ? 4 : 0))
  }
  return Buffer.concat(pages)
}

const packets = await encode(compute())
writeFileSync(new URL('hold-music.ogg', import.meta.url), ogg(packets))
