import { describe, expect, test } from 'vitest'
import { askedNow, type Asked } from './reminding.ts'

const minute = 60_000
const day = 24 * 60 * minute

describe('a customer is asked for a rating', () => {
  const first = askedNow(null, 'cnt_a', 0)!

  test('when the contact ends, also over a reload and on the next page', () => {
    expect(first).toEqual({ contact: 'cnt_a', times: 1, at: 0, off: false })
    expect(askedNow(first, 'cnt_a', 5 * minute)).toEqual({ ...first, at: 5 * minute })
  })

  test('once more when they come back, and then not again', () => {
    const again = askedNow(first, 'cnt_a', 60 * minute)!
    expect(again.times).toBe(2)
    expect(askedNow(again, 'cnt_a', 62 * minute)).toMatchObject({ times: 2 })
    expect(askedNow(again, 'cnt_a', day)).toBeNull()
  })

  test('not at once when they have put it off, and once more later', () => {
    const off: Asked = { ...first, off: true }
    expect(askedNow(off, 'cnt_a', minute)).toBeNull()
    expect(askedNow(off, 'cnt_a', 60 * minute)).toMatchObject({ times: 2, off: false })
    expect(askedNow({ ...off, times: 2 }, 'cnt_a', 60 * minute)).toBeNull()
  })

  test('of another contact anew', () => {
    expect(askedNow({ ...first, times: 2, off: true }, 'cnt_b', minute)).toMatchObject({ contact: 'cnt_b', times: 1 })
  })
})
