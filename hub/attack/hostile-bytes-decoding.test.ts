import { expect, test } from 'vitest'
import { neverStruck, reportLines } from './attack.ts'
import { hostileDecodes } from './inside-decodes.ts'

const decodes = 1_000_000

test(`${decodes} decodes of hostile bytes: a value or Malformed, at once, and nothing is left behind`, async () => {
  const result = await hostileDecodes(4711, decodes)
  console.log(reportLines('hostile-decodes', 4711, result).join('\n'))
  expect(neverStruck(result)).toEqual([])
}, 400_000)
