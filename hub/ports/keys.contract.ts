/** What every vault of keys does, whatever it is made of. Each adapter's test runs this suite on itself. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AssertionFailed } from '../model/assert.ts'
import { keyBytes, type KeySlot, type KeyVault } from './keys.ts'

/** One vault under test. */
export interface VaultUnderTest {
  readonly vault: KeyVault
  /** The vault as the next process finds it after `kill -9`; the one before is never asked again. */
  killAndReopen(): Promise<KeyVault>
  dispose(): Promise<void>
}

const hex = (key: Uint8Array | null): string | null => key && Buffer.from(key).toString('hex')
const take = (vault: KeyVault, count: number): KeySlot[] => Array.from({ length: count }, () => vault.next())

export function keysContract(name: string, make: () => Promise<VaultUnderTest>): void {
  describe(`vault of keys: ${name}`, () => {
    let under: VaultUnderTest
    let vault: KeyVault
    beforeEach(async () => ({ vault } = under = await make()))
    afterEach(() => under.dispose())
    const reopen = async (): Promise<void> => void (vault = await under.killAndReopen())

    test('gives each key once, random and of its length, also across blocks', () => {
      const slots = take(vault, 5_000)
      const keys = new Set(slots.map((slot) => hex(vault.key(slot))))
      expect(new Set(slots).size).toBe(5_000)
      expect(keys.size).toBe(5_000)
      expect(keys.has('00'.repeat(keyBytes))).toBe(false)
      expect(vault.key(slots[0]!)!.length).toBe(keyBytes)
      expect(slots.every((slot) => Number.isSafeInteger(slot) && slot >= 0 && slot < vault.size)).toBe(true)
    })

    test('gives the same key for the same number, now and after a kill', async () => {
      const slots = take(vault, 1_500)
      const before = slots.map((slot) => hex(vault.key(slot)))
      await reopen()
      expect(slots.map((slot) => hex(vault.key(slot)))).toEqual(before)
    })

    test('never gives a number again, however often it is killed', async () => {
      const seen = new Set<KeySlot>()
      for (const count of [0, 1, 600, 1_024, 3]) {
        for (const slot of take(vault, count)) {
          expect(seen.has(slot)).toBe(false)
          seen.add(slot)
        }
        await reopen()
      }
      expect(seen.has(vault.next())).toBe(false)
    })

    test('a destroyed key is gone for good, its neighbours stay', async () => {
      const [before, gone, after, alsoGone] = take(vault, 4) as [KeySlot, KeySlot, KeySlot, KeySlot]
      const kept = [hex(vault.key(before)), hex(vault.key(after))]
      expect(vault.key(gone)).not.toBeNull()
      await vault.destroy([gone, alsoGone])
      for (let round = 0; round < 2; round++) {
        expect([vault.key(gone), vault.key(alsoGone)]).toEqual([null, null])
        expect([hex(vault.key(before)), hex(vault.key(after))]).toEqual(kept)
        await reopen()
      }
    })

    test('destroying again, nothing, or at the same time does no harm', async () => {
      const slots = take(vault, 300)
      await vault.destroy([])
      await Promise.all([vault.destroy(slots.slice(0, 200)), vault.destroy(slots.slice(100)), vault.destroy(slots)])
      await vault.destroy(slots)
      expect(slots.every((slot) => vault.key(slot) === null)).toBe(true)
      expect(vault.key(vault.next())).not.toBeNull()
    })

    test('refuses numbers that were never handed out', async () => {
      const last = take(vault, 3).at(-1)!
      for (const slot of [last + 1, vault.size, vault.size + 9, -1, 0.5, NaN]) {
        expect(() => vault.key(slot)).toThrow(AssertionFailed)
        expect(() => vault.destroy([slot])).toThrow(AssertionFailed)
      }
    })

    test('keeps its id, which is its own', async () => {
      const { id } = vault
      const other = await make()
      expect(other.vault.id).not.toBe(id)
      await other.dispose()
      await reopen()
      expect(vault.id).toBe(id)
    })
  })
}
