import { expect, test } from 'vitest'
import { neverStruck, reportLines } from './attack.ts'
import { rawRoutes } from './raw-routes.ts'

test('every route left, dripped, miscounted, repeated and smuggled into: the hub stays up and answers once', async () => {
  const result = await rawRoutes(4711, 3)
  console.log(reportLines('raw-routes', 4711, result).join('\n'))
  expect(neverStruck(result)).toEqual([])
}, 180_000)
