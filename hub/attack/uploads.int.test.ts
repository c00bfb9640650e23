import { expect, test } from 'vitest'
import { Chance } from '../sim/chance.ts'
import { neverStruck, reportLines } from './attack.ts'
import { hostileFiles } from './upload-files.ts'
import { uploads } from './uploads.ts'

test('a hundred and fifty hostile files: refused with a code, or only ever saved; nothing is left of the refused', async () => {
  expect(hostileFiles(new Chance(4711)).length).toBeGreaterThanOrEqual(150)
  const result = await uploads(4711, 1)
  console.log(reportLines('uploads', 4711, result).join('\n'))
  expect(neverStruck(result)).toEqual([])
}, 120_000)
