/** A company's keys as they change, are withdrawn, or cannot be had. */
import { generateKeyPairSync } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { hours, instant, minutes, seconds } from '../model/time.ts'
import { FetchedKeys, KeysUnavailable } from './jwks.ts'

const key = (kid: string): object => ({
  ...generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }),
  kid,
})
const [first, second] = [key('2026-11'), key('2026-12')]

describe('keys that are fetched', () => {
  let now = 0
  let fetches = 0
  let failures: string[] = []
  let answer: () => Promise<string> = () => Promise.reject(new Error('away'))
  const publish = (...keys: readonly object[]): void => void (answer = () => Promise.resolve(JSON.stringify({ keys })))
  const away = (): void => void (answer = () => Promise.reject(new Error('the server cannot be reached')))
  let keys: FetchedKeys
  const has = async (kid: string): Promise<boolean> => (await keys.find(kid)) !== undefined
  const pass = (ms: number): void => void (now += ms)

  beforeEach(() => {
    now = 1_800_000_000_000
    fetches = 0
    failures = []
    publish(first)
    keys = new FetchedKeys({
      fetch: () => ((fetches += 1), answer()),
      now: () => instant(now),
      failed: (reason) => failures.push(reason),
    })
  })

  test('are asked for once, however many ask at the same time', async () => {
    expect(await Promise.all([has('2026-11'), has('2026-11'), has('2026-12')])).toEqual([true, true, false])
    expect(await has('2026-11')).toBe(true)
    expect(fetches).toBe(1)
  })

  test('are asked for again when a token names a new one, and the new one is taken', async () => {
    await has('2026-11')
    publish(first, second)
    pass(seconds(31))
    expect([await has('2026-12'), fetches]).toEqual([true, 2])
  })

  test('are not asked for more often than each 30 s by whoever makes up names', async () => {
    await has('2026-11')
    for (let n = 0; n < 100; n++) expect(await has(`made-up-${n}`)).toBe(false)
    expect(fetches).toBe(1)
    pass(seconds(31))
    for (let n = 0; n < 100; n++) await has(`made-up-${n}`)
    expect(fetches).toBe(2)
  })

  test('that are withdrawn are believed for a quarter of an hour and one more look', async () => {
    await has('2026-11')
    publish(second)
    pass(minutes(16))
    expect(await has('2026-11')).toBe(true)
    await Promise.resolve()
    expect(await has('2026-12')).toBe(true)
    expect(await has('2026-11')).toBe(false)
  })

  test('go on being good while the server is away, for a day and no longer', async () => {
    await has('2026-11')
    away()
    pass(hours(23))
    expect(await has('2026-11')).toBe(true)
    pass(hours(2))
    await expect(keys.find('2026-11')).rejects.toThrow(KeysUnavailable)
    expect(failures).toContain('the server cannot be reached')
    publish(first)
    pass(seconds(31))
    expect(await has('2026-11')).toBe(true)
  })

  test('that never came are an error that says so, and not a wrong token', async () => {
    away()
    await expect(keys.find('2026-11')).rejects.toThrow(KeysUnavailable)
    publish(first)
    // Not before it may be asked again.
    await expect(keys.find('2026-11')).rejects.toThrow(KeysUnavailable)
    pass(seconds(31))
    expect([await has('2026-11'), fetches]).toEqual([true, 2])
  })

  test.each([
    '<html>',
    '{}',
    JSON.stringify({ keys: [first, first] }),
    JSON.stringify({ keys: [{ kty: 'oct', k: 'AAAA', kid: 'x' }] }),
  ])('are those of before where the answer is %s', async (text) => {
    await has('2026-11')
    answer = () => Promise.resolve(text)
    pass(seconds(31))
    expect(await has('2026-12')).toBe(false)
    expect([await has('2026-11'), failures.length]).toEqual([true, 1])
    expect(failures[0]).not.toContain('AAAA')
  })
})
