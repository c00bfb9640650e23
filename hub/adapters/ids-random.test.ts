/** Random ids: well formed, long enough, never twice. */
import { expect, test } from 'vitest'
import { idPrefixes, isId, type IdKind } from '../model/ids.ts'
import { randomIds } from './ids-random.ts'

test.each(Object.keys(idPrefixes) as IdKind[])(
  'an id of kind %s is well formed and holds at least 128 bits',
  (kind) => {
    const id = randomIds.next(kind)
    expect(isId(kind, id)).toBe(true)
    expect(id.length - idPrefixes[kind].length).toBeGreaterThanOrEqual(22)
  },
)

test('no id and no secret comes twice, and every character is used in every place', () => {
  const ids = Array.from({ length: 5_000 }, () => randomIds.next('contact').slice(idPrefixes.contact.length))
  const secrets = Array.from({ length: 5_000 }, () => randomIds.secret())
  expect(new Set([...ids, ...secrets]).size).toBe(10_000)
  // 5,000 draws of one of 64: a place that misses one has no randomness (chance below 10^-30).
  for (let place = 0; place < 24; place++) expect(new Set(ids.map((id) => id[place])).size).toBe(64)
  expect(secrets.every((secret) => /^[A-Za-z0-9_-]{43}$/.test(secret))).toBe(true)
})
