/** Whose connection is poor: samples every five seconds, as the media process tells them. */
import { expect, test } from 'vitest'
import { makeId } from '../../hub/model/ids.ts'
import type { VoiceQuality } from '../../hub/ports/media-event.ts'
import { measured, poorSide, type Qualities, type QualitySample } from './poor.ts'

const own = makeId('leg', 'own')
const other = makeId('leg', 'other')
const voice = (mos: number): VoiceQuality => ({ lossRatio: 0, jitterMs: 1, roundTripMs: 10, mos })

/** By leg: the scores up and down, one pair every five seconds. */
function said(scores: Partial<Record<'own' | 'other', readonly (readonly [up: number, down: number])[]>>): string[] {
  let qualities: Qualities = new Map()
  const sides: string[] = []
  const rounds = Math.max(...Object.values(scores).map((all) => all.length))
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, leg] of [
      ['own', own],
      ['other', other],
    ] as const) {
      const pair = scores[name]?.[round]
      if (pair === undefined) continue
      const sample: QualitySample = { leg, up: voice(pair[0]), down: voice(pair[1]) }
      qualities = measured(qualities, sample, round * 5_000)
    }
    sides.push(poorSide(qualities, own))
  }
  return sides
}

test('one bad moment is nothing, two in a row are the own side', () => {
  expect(
    said({
      own: [
        [4, 4],
        [2, 4],
        [4, 4],
        [2, 4],
        [2, 4],
      ],
    }),
  ).toEqual(['none', 'none', 'none', 'none', 'own'])
})

test('two good ones take it back, a middling one does not', () => {
  expect(
    said({
      own: [
        [2, 4],
        [2, 4],
        [3.3, 4],
        [4, 4],
        [3.3, 4],
        [4, 4],
        [4, 4],
      ],
    }),
  ).toEqual(['none', 'own', 'own', 'own', 'own', 'own', 'none'])
})

test('what the other sends badly is heard badly here: the other side is named', () => {
  const bad = [
    [4, 2],
    [4, 2],
  ] as const
  expect(
    said({
      own: bad,
      other: [
        [2, 4],
        [2, 4],
      ],
    }),
  ).toEqual(['none', other])
  expect(
    said({
      own: bad,
      other: [
        [4, 4],
        [4, 4],
      ],
    }),
  ).toEqual(['none', 'own'])
  expect(
    said({
      own: [
        [4, 4],
        [4, 4],
      ],
      other: [
        [4, 2],
        [4, 2],
      ],
    }),
  ).toEqual(['none', other])
})

test('of a leg that is gone nothing is said any more', () => {
  const ends = [
    [2, 4],
    [2, 4],
  ] as const
  const goesOn = Array.from({ length: 5 }, () => [4, 4] as const)
  expect(said({ own: goesOn, other: ends })).toEqual(['none', other, other, other, 'none'])
})

test('a direction that is not measured any more is not poor', () => {
  let qualities: Qualities = new Map()
  for (const at of [0, 5_000]) qualities = measured(qualities, { leg: own, up: voice(2), down: null }, at)
  expect(poorSide(qualities, own)).toBe('own')
  qualities = measured(qualities, { leg: own, up: null, down: voice(4) }, 10_000)
  expect(poorSide(qualities, own)).toBe('none')
})
