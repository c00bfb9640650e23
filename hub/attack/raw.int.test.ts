import { expect, test } from 'vitest'
import { neverStruck, reportLines } from './attack.ts'
import { rawBytes } from './raw.ts'

test('forbidden frames and broken HTTP: the hub stays up, serves others, and gives every descriptor back', async () => {
  const result = await rawBytes(4711, 10)
  console.log(reportLines('raw', 4711, result).join('\n'))
  expect(neverStruck(result)).toEqual([])
}, 180_000)
