/**
 * A whole talk on the real hub at log level debug, with a word of its own in every secret and every personal field, and
 * everything that can fail failing with such words in it. Then all that hub, media process and launcher have printed is
 * searched for them (canaries.ts): none may be there, in whatever writing.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Chances, type Attack, type AttackResult } from './attack.ts'
import { Canaries } from './canaries.ts'
import { crash, fullDisk, refusedStarts } from './logs-crashing.ts'
import { failures } from './logs-failing.ts'
import { addresses, talk } from './logs-talk.ts'
import { startRealHub } from './real-hub.ts'
import { smallDiskSkipped } from './storage-disk.ts'

const planned = [
  'talks from the first word to the note',
  'frames that are none',
  'requests that are refused',
  'wrong passwords',
  'broken bodies',
  'refused files',
  'files that could not be written',
  'damaged files',
  'crashes',
  'starts refused',
  'lines of the log',
  'words searched for',
] as const

export async function logs(): Promise<AttackResult> {
  const canaries = new Canaries()
  const withDisk = smallDiskSkipped() === null
  const chances = new Chances(withDisk ? [...planned, 'full disks'] : planned)
  const printed: string[] = []
  const place = mkdtempSync(join(tmpdir(), 'madoguchi-logs-'))
  writeFileSync(join(place, 'hub.json'), JSON.stringify({ trustedProxy: '127.0.0.1', limits: { freeMegabytesMin: 0 } }))
  const env = {
    MADOGUCHI_CONFIG: join(place, 'hub.json'),
    MADOGUCHI_LOG_LEVEL: 'debug',
    MADOGUCHI_SECRET: canaries.make('secret of the hub'),
    MADOGUCHI_METRICS_TOKEN: canaries.make('metrics token'),
    MADOGUCHI_DEMO_PASSWORD: canaries.make('password'),
  }
  const heard = (line: string): void => void printed.push(line)
  const talker = { canaries, chances, password: env.MADOGUCHI_DEMO_PASSWORD }
  try {
    const hub = await startRealHub(env, undefined, heard)
    try {
      for (const address of addresses) canaries.add(`address ${address}`, address)
      await talk({ ...talker, hub })
      await failures({ ...talker, hub })
    } finally {
      await hub.stop()
      hub.remove()
    }
    for (const point of ['tick.flushed:9', 'tick.decided:12', 'upload.named'])
      await crash({ ...talker, hub: await startRealHub({ ...env, MADOGUCHI_FAIL_AT: point }, undefined, heard) })
    if (withDisk) await fullDisk(env, talker, heard)
    refusedStarts(env, canaries, chances, heard)
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
  chances.count('lines of the log', printed.length)
  chances.count('words searched for', canaries.fields.length)
  const found = printed.flatMap((line) => canaries.foundIn(line).map((what) => `${what} in ${line.slice(0, 300)}`))
  if (found.length > 0) throw new Error(`what must not be logged was:\n${found.join('\n')}`)
  return chances.result([`${canaries.fields.length} words in ${printed.length} lines: found none`])
}

export const logsAttack: Attack = {
  what: 'secrets and personal data in every field and every failure, searched for in all that is printed',
  run: () => logs(),
}
