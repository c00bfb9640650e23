import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Roster } from './roster.ts'

test('a roster agrees with a sorted list through arrivals and departures', () => {
  const step = fc.record({
    id: fc.integer({ min: 0, max: 700 }),
    share: fc.double({ min: 0, max: 0.999_999, noNaN: true }),
  })
  const lots = (id: string): number => (Number(id) % 7) + 1
  fc.assert(
    fc.property(fc.array(step, { minLength: 300, maxLength: 900, size: 'max' }), (steps) => {
      const effort = { steps: 0 }
      const roster = new Roster<string>((id) => id, lots, effort)
      const all = new Set<string>()
      for (const { id: number, share } of steps) {
        const id = String(number).padStart(4, '0')
        if (all.has(id)) roster.remove(id)
        else roster.add(id)
        if (!all.delete(id)) all.add(id)
        if (all.size === 0) continue
        const sorted = [...all].sort()
        const total = sorted.reduce((sum, one) => sum + lots(one), 0)
        let left = Math.floor(share * total)
        expect(roster.atShare(share)).toBe(sorted.find((one) => (left -= lots(one)) < 0))
      }
      const sorted = [...all].sort()
      expect([...roster.from('0350')]).toEqual(sorted.filter((id) => id >= '0350'))
      expect(roster.size).toBe(sorted.length)
    }),
    { numRuns: 20 },
  )
})
