/**
 * Datagrams for the media port that no browser sends: chance alone, and what begins as STUN, RTP, RTCP or DTLS and goes on
 * otherwise than it says. Whoever makes them may know of a leg what is no secret: its name and its sources.
 */
import type { Chance } from '../sim/chance.ts'
import { randomBytes } from './attack.ts'

export interface Known {
  /** ICE's names for the media process's ends of transports. */
  readonly names: readonly string[]
  readonly ssrcs: readonly number[]
}

type Make = (chance: Chance, known: Known) => Buffer

/** Rolled once: a hundred thousand times a thousand bytes would take longer to make than to send. */
let rolled: Buffer | null = null
const rolledBytes = 65_536

/** At most so many bytes of chance. */
function payload(chance: Chance, max = 1_200): Buffer {
  rolled ??= Buffer.from(randomBytes(chance, rolledBytes))
  const from = chance.between(0, rolledBytes - max)
  return rolled.subarray(from, from + chance.between(0, max))
}
const u16 = (value: number): Buffer => Buffer.from([(value >> 8) & 0xff, value & 0xff])
const u32 = (value: number): Buffer => Buffer.concat([u16(value >>> 16), u16(value)])
/** The right length, or one that lies. */
const length = (chance: Chance, right: number): number => (chance.hits(0.6) ? right : chance.between(0, 0xff_ff))

const stunCookie = 0x2112_a442
/** Requests, answers, failures and hints to bind, and anything. */
const stunTypes = [0x0001, 0x0001, 0x0001, 0x0101, 0x0111, 0x0011] as const
/** User name, priority, who controls (both), that it is meant, proof, checksum; and anything. */
const stunAttributes = [0x0006, 0x0024, 0x802a, 0x8029, 0x0025, 0x0008, 0x8028] as const

function stun(chance: Chance, { names }: Known): Buffer {
  const attributes = Array.from({ length: chance.between(0, 8) }, () => {
    const type = chance.hits(0.9) ? chance.pick(stunAttributes) : chance.between(0, 0xff_ff)
    const value =
      type === 0x0006
        ? Buffer.from(`${chance.pick(names)}:${chance.word(4)}`)
        : payload(chance, chance.pick([4, 8, 20, 40]))
    const padded = Buffer.concat([value, Buffer.alloc((4 - (value.length % 4)) % 4)])
    return Buffer.concat([u16(type), u16(length(chance, value.length)), padded])
  })
  const body = Buffer.concat(attributes)
  const type = chance.hits(0.9) ? chance.pick(stunTypes) : chance.between(0, 0x3f_ff)
  const head = [u16(type), u16(length(chance, body.length)), u32(stunCookie), Buffer.from(randomBytes(chance, 12))]
  return Buffer.concat([...head, body])
}

/** Of a source that speaks, or of nobody; contributors and extensions that may not be there. */
function rtp(chance: Chance, { ssrcs }: Known): Buffer {
  const first = 0x80 | (chance.hits(0.3) ? 0x10 : 0) | (chance.hits(0.2) ? chance.between(1, 15) : 0)
  const padding = chance.hits(0.1) ? 0x20 : 0
  const ssrc = chance.hits(0.7) ? chance.pick(ssrcs) : chance.between(0, 0xffff_ffff)
  const head = [
    Buffer.from([first | padding, chance.between(0, 127)]),
    u16(chance.between(0, 0xff_ff)),
    u32(chance.between(0, 0xffff_ffff)),
    u32(ssrc),
  ]
  const extension = (first & 0x10) === 0 ? [] : [u16(0xbede), u16(chance.between(0, 300))]
  return Buffer.concat([...head, ...extension, payload(chance)])
}

function rtcp(chance: Chance, { ssrcs }: Known): Buffer {
  const body = payload(chance, 400)
  const head = Buffer.from([0x80 | chance.between(0, 31), chance.between(192, 223)])
  return Buffer.concat([head, u16(length(chance, Math.floor(body.length / 4))), u32(chance.pick(ssrcs)), body])
}

/** Change of cipher, alert, handshake, data; hello, certificate, done, finished and others. */
const dtlsContents = [20, 21, 22, 22, 22, 23] as const
const dtlsMessages = [1, 1, 0, 2, 11, 12, 14, 16, 20] as const

function dtls(chance: Chance): Buffer {
  const content = chance.pick(dtlsContents)
  const epoch = chance.hits(0.7) ? 0 : 1
  const alert = Buffer.from([chance.between(1, 2), chance.pick([0, 10, 40, 80, 255])])
  const body = content === 21 && epoch === 0 ? alert : payload(chance)
  const handshake = [
    Buffer.from([chance.pick(dtlsMessages)]),
    u32(length(chance, body.length)).subarray(1),
    u16(chance.between(0, 3)),
    u32(chance.hits(0.7) ? 0 : chance.between(0, 0xff_ff)).subarray(1),
    u32(length(chance, body.length)).subarray(1),
  ]
  const bytes = Buffer.concat([...(content === 22 ? handshake : []), body])
  // What is shorter in an epoch that is enciphered is a kind of its own, below.
  return record(chance, content, epoch, epoch === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(cipherBytes)]))
}

/** A number and a tag stand in every record that is enciphered. */
const cipherBytes = 24

/** A length that lies leaves room for the number and the tag, or it would be too short as well. */
function record(chance: Chance, content: number, epoch: number, body: Buffer): Buffer {
  const version = chance.hits(0.8) ? 0xfefd : chance.pick([0xfeff, 0x0303, 0xfefc])
  const number = [u16(epoch), u16(0), u32(chance.between(0, 1_000))]
  const said = Math.max(length(chance, body.length), epoch === 0 ? 0 : cipherBytes)
  return Buffer.concat([Buffer.from([content]), u16(version), ...number, u16(said), body])
}

/**
 * A record of an enciphered epoch that is too short to be enciphered. The worker's library takes it for an error of its own and ends
 * the connection, when it comes from the leg's own address: whoever can send from there could as well cut the line.
 */
export function tooShort(chance: Chance): Buffer {
  const body = Buffer.from(randomBytes(chance, chance.between(1, 2)))
  const number = [u16(1), u16(0), u32(chance.between(100, 1_000))]
  return Buffer.concat([Buffer.from([chance.pick(dtlsContents)]), u16(0xfefd), ...number, u16(body.length), body])
}

export const datagramKinds = {
  chance: (chance) => payload(chance, 1_472),
  stun,
  rtp,
  rtcp,
  dtls,
} satisfies Record<string, Make>

export type DatagramKind = keyof typeof datagramKinds
