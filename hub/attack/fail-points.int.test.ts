import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { neverStruck, reportLines } from './attack.ts'
import { failPointAttack } from './fail-points.ts'
import { StorageHub } from './storage-hub.ts'

test('[P1 P2 P3 P6 P9 P13] the hub dies once at every named moment: nothing that was told is lost', async () => {
  const result = await failPointAttack({ seed: 4711, rounds: 1, customers: 16 })
  console.log(reportLines('fail-points', 4711, result).join('\n'))
  expect(neverStruck(result)).toEqual([])
}, 480_000)

test('in production the hub passes every named moment of its start and goes on', async () => {
  const place = mkdtempSync(join(tmpdir(), 'madoguchi-inert-'))
  const name = { en: 'Shop', ja: 'ショップ' }
  const site = { id: 'shop', key: 'pk_shop', name, origins: ['https://shop.example'], defaultQueue: 'general' }
  writeFileSync(join(place, 'shop.json'), JSON.stringify({ sites: [site], queues: [{ id: 'general', name }] }))
  const hub = await StorageHub.at(place, join(place, 'data'))
  try {
    const production = {
      MADOGUCHI_MODE: 'production',
      MADOGUCHI_SECRET: 'not a secret, but long enough to be one',
      MADOGUCHI_CONFIG: join(place, 'shop.json'),
    }
    for (const point of ['start.listening', 'start.loaded', 'start.served']) {
      expect(await hub.start({ ...production, MADOGUCHI_FAIL_AT: point })).toBe(true)
      expect(await hub.stop()).toBe(0)
    }
    expect(hub.starts).toBe(3)
    expect(hub.complaints.join()).toContain('MADOGUCHI_FAIL_AT is set, but there is no such setting')
  } finally {
    await hub.close()
    rmSync(place, { recursive: true, force: true })
  }
}, 60_000)
