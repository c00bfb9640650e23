import { expect, test } from 'vitest'
import { powerCut, powerCutSkipped } from './power-cut.ts'

const skipped = powerCutSkipped()
if (skipped !== null) console.log(`the power cut is skipped: ${skipped}`)

test.skipIf(skipped !== null)('[P1] 30 power cuts: every image opens, and holds what was told', async () => {
  const { chances, broken } = await powerCut({ seed: 4711, images: 30, commits: 150 })
  console.log('power cuts:', chances)
  expect(broken).toEqual([])
  expect(chances['images']).toBe(30)
  // A cut with nothing on its way to the disk proves nothing.
  expect(chances['images with writes at stake']).toBeGreaterThan(5)
  expect(chances['images with a commit that nobody was told of']).toBeGreaterThan(0)
})

test.skipIf(skipped !== null)('a planted store that does not flush is caught', async () => {
  const { broken } = await powerCut({ seed: 4712, images: 12, commits: 80, noSync: true })
  expect(broken.length).toBeGreaterThan(0)
})
