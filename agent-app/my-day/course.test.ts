import { expect, test } from 'vitest'
import { stretchesOf } from './course.ts'

const minute = 60_000
const at = (quarter: number): number => quarter * 15 * minute
const quarter = (n: number, workMs: number, readyMs: number, awayMs: number) => ({
  at: at(n),
  workMs: workMs * minute,
  readyMs: readyMs * minute,
  awayMs: awayMs * minute,
})

test('quarters in which the same took most of the time are one stretch, and time signed off parts them', () => {
  const course = [
    quarter(36, 2, 13, 0),
    quarter(37, 9, 6, 0),
    quarter(38, 15, 0, 0),
    quarter(39, 0, 4, 11),
    quarter(42, 0, 0, 15),
    quarter(43, 0, 0, 0),
  ]
  expect(stretchesOf(course)).toEqual([
    { from: at(36), to: at(37), kind: 'readyMs' },
    { from: at(37), to: at(39), kind: 'workMs' },
    { from: at(39), to: at(40), kind: 'awayMs' },
    { from: at(42), to: at(43), kind: 'awayMs' },
  ])
})

test('of a day in which nothing was, nothing is told', () => {
  expect(stretchesOf([])).toEqual([])
})
