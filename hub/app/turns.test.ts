/** The order of requests on one connection when some are put off. */
import { describe, expect, test } from 'vitest'
import { instant } from '../model/time.ts'
import { Turns } from './turns.ts'

const now = instant(1_000_000)

describe('turns', () => {
  test('what comes after a request that was put off is put off for the same reason, until that one has come again', () => {
    const turns = new Turns()
    expect(turns.take('a', now)).toBeNull()
    turns.refused('a', 'storage.unavailable', now)
    expect(turns.take('b', now)).toBe('storage.unavailable')
    turns.refused('b', 'storage.unavailable', now)
    expect(turns.take('a', now)).toBeNull()
    // The line is first in, first out: what follows a request under way may follow it.
    expect(turns.take('b', now)).toBeNull()
    expect(turns.take('c', now)).toBeNull()
  })

  test('one that arrives between two repeats waits for the second', () => {
    const turns = new Turns()
    for (const id of ['a', 'b']) turns.refused(id, 'request.tooMany', now)
    expect(turns.take('a', now)).toBeNull()
    turns.done('a')
    expect(turns.take('c', now)).toBe('request.tooMany')
  })

  test('a refusal for good holds up nobody', () => {
    const turns = new Turns()
    turns.take('a', now)
    turns.refused('a', 'contact.gone', now)
    expect(turns.take('b', now)).toBeNull()
    turns.done('b')
    expect(turns.size).toBe(0)
  })

  test('one that does not come again is waited for until what follows has come twice more, however slow the line', () => {
    const turns = new Turns()
    turns.take('a', now)
    turns.refused('a', 'storage.unavailable', now)
    const ask = (seconds: number) => {
      const at = instant(now + seconds * 1_000)
      const code = turns.take('b', at)
      if (code !== null) turns.refused('b', code, at)
      return code
    }
    expect([ask(0), ask(1)]).toEqual(['storage.unavailable', 'storage.unavailable'])
    expect(ask(60)).toBeNull()
  })

  test('[P3] one that comes again is waited for, also where it came as a copy and what follows did not', () => {
    const turns = new Turns()
    const ask = (id: 'first' | 'second', ms: number) => {
      const at = instant(now + ms)
      const code = turns.take(id, at) ?? (id === 'first' ? 'storage.unavailable' : null)
      if (code !== null) turns.refused(id, code, at)
      return code
    }
    // Less than 400 ms pass between two of the first, and more between two of the second.
    for (const round of [0, 1, 2, 3]) {
      expect(ask('first', round * 390)).toBe('storage.unavailable')
      expect(ask('second', round * 410)).toBe('storage.unavailable')
    }
    expect(ask('second', 1_700)).toBe('storage.unavailable')
    expect(ask('second', 2_200)).toBeNull()
  })

  test('a copy is not counted as asking again', () => {
    const turns = new Turns()
    turns.take('a', now)
    turns.refused('a', 'storage.unavailable', now)
    for (let copies = 0; copies < 5; copies++) {
      expect(turns.take('b', now)).toBe('storage.unavailable')
      turns.refused('b', 'storage.unavailable', now)
    }
  })
})
