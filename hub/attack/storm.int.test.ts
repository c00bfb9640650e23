import { expect, test } from 'vitest'
import { neverStruck, reportLines } from './attack.ts'
import { reconnectStorm } from './storm.ts'
import { limitsAttacked } from './storm-limits.ts'
import { mediaDeaths } from './storm-media.ts'
import { rollingRestart } from './storm-rolling.ts'
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

test('one address that asks for too much is refused by the limits as delivered, each refusal counted under its name', async () => {
  const result = await limitsAttacked(1)
  console.log(reportLines('limits', 0, result).join('\n'))
  expect(neverStruck(result)).toEqual([])
}, 240_000)

test('[P1 P2 P3 P13] two rolling restarts while people talk: nothing lost or doubled, no answer later than 5 s', async () => {
  const result = await rollingRestart({ seed: 4711, restarts: 2, customers: 30 })
  console.log(reportLines('rolling', 4711, result).join('\n'))
  expect(neverStruck(result)).toEqual([])
}, 240_000)

test('[P15] the media process dies and comes back, and so does its worker; the hub serves on, and all end in order', async () => {
  const result = await mediaDeaths(2)
  console.log(reportLines('media-death', 0, result).join('\n'))
  expect(neverStruck(result)).toEqual([])
}, 240_000)
