/** The estimate of how a voice sounds, against what the model is known for. */
import { expect, test } from 'vitest'
import { estimatedMos, worst } from './quality.ts'

const at = (lossPercent: number, jitterMs: number, roundTripMs: number) => ({
  lossRatio: lossPercent / 100,
  jitterMs,
  roundTripMs,
})

test.each([
  ['a local network', at(0, 1, 2), 4.4],
  ['a good line', at(0, 5, 60), 4.38],
  ['one percent lost', at(1, 5, 60), 4.33],
  ['a satellite', at(0, 10, 600), 3.7],
  ['a tenth lost', at(10, 20, 150), 3.36],
  ['half lost', at(50, 50, 300), 1],
])('%s', (_, stats, mos) => expect(estimatedMos(stats)).toBeCloseTo(mos, 1))

test('it never gets better by loss, delay or jitter', () => {
  for (const [better, worse] of [
    [at(1, 10, 100), at(2, 10, 100)],
    [at(1, 10, 100), at(1, 40, 100)],
    [at(1, 10, 100), at(1, 10, 500)],
  ] as const)
    expect(estimatedMos(worse)).toBeLessThan(estimatedMos(better))
})

test('of several voices that a leg hears the worst counts; unknown jitter and delay are taken as good', () => {
  const unknown = { lossRatio: 0, jitterMs: null, roundTripMs: null }
  expect(worst([unknown, at(5, 10, 100), at(1, 10, 100)])).toMatchObject({ lossRatio: 0.05 })
  expect(worst([unknown])?.mos).toBeGreaterThan(4.3)
  expect(worst([])).toBeNull()
})
