import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { Ccm, nonceBytes, tagBytes } from './ciphers.ts'

const options = { authTagLength: tagBytes }

function nodes(key: Buffer, nonce: Buffer, place: Buffer, plain: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-ccm', key, nonce, options)
  cipher.setAAD(place, { plaintextLength: plain.length })
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

describe('AES-256-CCM', () => {
  test('is what Node makes, piece after piece under one key, for every length around a block', () => {
    const key = randomBytes(32)
    const ours = new Ccm(key)
    for (const length of [...Array.from({ length: 50 }, (_, n) => n + 1), 1_000, 16_384, 70_000])
      for (const placeLength of [1, 13, 14, 15, 30, 80]) {
        const [nonce, place, plain] = [randomBytes(nonceBytes), randomBytes(placeLength), randomBytes(length)]
        const sealed = Buffer.alloc(length + tagBytes)
        ours.seal(nonce, place, plain, sealed, 0)
        expect(sealed.equals(nodes(key, nonce, place, plain))).toBe(true)
        expect(Buffer.from(ours.open(nonce, place, sealed.subarray(0, length), sealed.subarray(length))!)).toEqual(
          plain,
        )
      }
  })

  test('is opened by Node alone', () => {
    const key = randomBytes(32)
    const [nonce, place, plain] = [randomBytes(nonceBytes), Buffer.from('entry\ncnt_1\n7'), Buffer.from('こんにちは')]
    const sealed = Buffer.alloc(plain.length + tagBytes)
    new Ccm(key).seal(nonce, place, plain, sealed, 0)
    const decipher = createDecipheriv('aes-256-ccm', key, nonce, options)
    decipher.setAuthTag(sealed.subarray(plain.length))
    decipher.setAAD(place, { plaintextLength: plain.length })
    expect(Buffer.concat([decipher.update(sealed.subarray(0, plain.length)), decipher.final()])).toEqual(plain)
  })

  test('seals what is empty, and opens it where it stands', () => {
    const ours = new Ccm(randomBytes(32))
    const [nonce, empty, sealed] = [randomBytes(nonceBytes), Buffer.alloc(0), Buffer.alloc(tagBytes)]
    ours.seal(nonce, Buffer.from('here'), empty, sealed, 0)
    expect(ours.open(nonce, Buffer.from('here'), empty, sealed)).toEqual(empty)
    expect(ours.open(nonce, Buffer.from('there'), empty, sealed)).toBeNull()
  })

  test('opens nothing of which one bit is another, nor under another key, and goes on working', () => {
    const ours = new Ccm(randomBytes(32))
    const [nonce, place, plain] = [randomBytes(nonceBytes), randomBytes(20), randomBytes(45)]
    const sealed = Buffer.alloc(plain.length + tagBytes)
    ours.seal(nonce, place, plain, sealed, 0)
    const open = (by: Ccm): Uint8Array | null =>
      by.open(nonce, place, sealed.subarray(0, plain.length), sealed.subarray(plain.length))
    for (const part of [nonce, place, sealed])
      for (let bit = 0; bit < part.length * 8; bit++) {
        part[bit >> 3]! ^= 1 << (bit & 7)
        expect(open(ours)).toBeNull()
        part[bit >> 3]! ^= 1 << (bit & 7)
      }
    expect(open(new Ccm(randomBytes(32)))).toBeNull()
    expect(Buffer.from(open(ours)!)).toEqual(plain)
  })
})
