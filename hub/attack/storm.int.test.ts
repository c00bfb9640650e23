import { expect, test } from 'vitest'
import { neverStruck, reportLines } from './attack.ts'
import { reconnectStorm } from './storm.ts'
import { smallPlan, upgradeFloods } from './storm-upgrades.ts'

test('[P1 P2 P4] 400 people come back at once to a hub that was killed: all in time, nothing lost or doubled', async () => {
  const result = await reconnectStorm({ people: 400, storms: 1 })
  console.log(reportLines('storm', 0, result).join('\n'))
  expect(neverStruck(result)).toEqual([])
  expect(result.chances['people back']).toBe(400)
}, 240_000)

test('silent sockets, dripping requests, upgrades by the thousand, messages too long and bombs: ended, while people talk on', async () => {
  const result = await upgradeFloods(smallPlan)
  console.log(reportLines('upgrades', 0, result).join('\n'))
  expect(neverStruck(result)).toEqual([])
}, 240_000)
