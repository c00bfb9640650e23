/** The enciphering of voices: what the relay opens is tried by the scenario `media`, against mediasoup's own. */
import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { masterBytes, Srtp } from './srtp.ts'

const master = randomBytes(masterBytes).toString('base64')
/** Twelve bytes of head, an extension of one word, and words. */
function packet(number: number): Buffer {
  const bytes = Buffer.concat([Buffer.alloc(20), Buffer.from('hello')])
  bytes.set([0x90, 100])
  bytes.writeUInt16BE(number, 2)
  bytes.writeUInt32BE(0xbede0001, 12)
  return bytes
}

test('what is enciphered by a key is opened by it, and its head stays readable', () => {
  const protectedOne = new Srtp(master).protect(packet(7), 20)
  expect(protectedOne.subarray(0, 20)).toEqual(packet(7).subarray(0, 20))
  expect(protectedOne.includes('hello')).toBe(false)
  expect(new Srtp(master).open(protectedOne).toString()).toBe('hello')
})

test('a packet that was changed, head or words, or enciphered by another key is not opened', () => {
  const protectedOne = new Srtp(master).protect(packet(7), 20)
  for (const at of [5, 22, protectedOne.length - 1]) {
    const changed = Buffer.from(protectedOne)
    changed[at]! ^= 1
    expect(() => new Srtp(master).open(changed)).toThrow()
  }
  expect(() => new Srtp(randomBytes(masterBytes).toString('base64')).open(protectedOne)).toThrow()
})

test('each packet is enciphered otherwise than the one before', () => {
  const srtp = new Srtp(master)
  expect(srtp.protect(packet(7), 20).subarray(20)).not.toEqual(srtp.protect(packet(8), 20).subarray(20))
})
