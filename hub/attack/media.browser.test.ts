/** Calls under attack, at the small sizes: real Chromium, real workers, the program that browsers join by. */
import { describe, expect, test } from 'vitest'
import { neverStruck, reportLines, type Attack } from './attack.ts'
import { mediaHostileAttack } from './media-hostile.ts'
import { mediaHubKillsAttack } from './media-hub-kills.ts'
import { workerBin } from './media-house.ts'
import { mediaNetworkAttack } from './media-network.ts'
import { mediaWorkersAttack } from './media-workers.ts'

const seed = 4711

async function survived(name: string, attack: Attack): Promise<void> {
  const result = await attack.run(seed, 'small')
  console.log(reportLines(name, seed, result).join('\n'))
  expect(neverStruck(result)).toEqual([])
}

describe.skipIf(workerBin() === null)('a call by voice', () => {
  test('[P14] the hub is killed beneath it and it goes on, the media process and it comes back', () =>
    survived('media-hub-kills', mediaHubKillsAttack))

  test('[P15] its worker dies or hangs: both hear each other again, and calls elsewhere feel nothing', () =>
    survived('media-workers', mediaWorkersAttack))

  test('[P16] the network changes beneath it: both hear each other again', () =>
    survived('media-network', mediaNetworkAttack))

  test('100,000 hostile datagrams come to the media port: it goes on', () =>
    survived('media-hostile', mediaHostileAttack))
})
