/** For the attack on the log: a hub that is killed, whose disk is full, or that may not start, with words in what it does. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Chances } from './attack.ts'
import type { Canaries } from './canaries.ts'
import { addresses, begin, sendFile, type Talker } from './logs-talk.ts'
import { freePort, startRealHub, type RealHub } from './real-hub.ts'
import { SmallDisk } from './storage-disk.ts'
import { until } from './waiting.ts'
import { signIn } from './wire-page.ts'

const answers = (hub: RealHub): Promise<boolean> =>
  fetch(`${hub.origin}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  )

/** Talks until the hub has died at its fail-point and is back. */
export async function crash(talker: Talker): Promise<void> {
  const { hub, canaries, chances } = talker
  try {
    for (let tries = 0; hub.starts < 2; tries++) {
      await until(() => answers(hub))
      const begun = await begin(talker).catch(() => null)
      if (begun === null) continue
      const { page, token } = begun
      const contact = page.contact!
      const name = `${canaries.make(`name of a file at a crash ${tries}`)}.txt`
      await sendFile(hub, contact, token, name, 'x', addresses[0]!).catch(() => null)
      const text = canaries.make(`words at a crash ${tries}`)
      await page.ask('message.send', { contact, text, attachments: [] }).catch(() => null)
      page.leave()
    }
    chances.count('crashes')
  } finally {
    await hub.stop()
    hub.remove()
  }
}

/** A talk while the disk is full: nothing of it can be kept, and the errors of store and files are logged. */
export async function fullDisk(
  env: Readonly<Record<string, string>>,
  talker: Omit<Talker, 'hub'>,
  heard: (line: string) => void,
) {
  const disk = SmallDisk.open(32)
  const { canaries, chances } = talker
  const hub = await startRealHub(env, { port: await freePort(), dataFolder: disk.folderNamed('data') }, heard)
  try {
    const { page, token } = await begin({ ...talker, hub })
    const contact = page.contact!
    disk.fill()
    // Every second time at least the store is asked to keep something while it cannot.
    await until(async () => {
      const text = canaries.make('words on a full disk')
      return (await page.ask('message.send', { contact, text, attachments: [] })) === 'storage.unavailable'
    })
    const name = `${canaries.make('name of a file on a full disk')}.txt`
    const refused = await sendFile(
      hub,
      contact,
      token,
      name,
      canaries.make('its contents on a full disk'),
      addresses[0]!,
    )
    if (refused.status < 500) throw new Error(`a file on a full disk was answered with ${refused.status}`)
    await signIn(hub, 'hanako', talker.password, { 'x-forwarded-for': addresses[0]! })
    chances.count('full disks')
    page.leave()
  } finally {
    disk.free()
    await hub.stop()
    disk.close()
  }
}

/** Configurations with a word in them that cannot be used. */
export function refusedStarts(
  env: Readonly<Record<string, string>>,
  canaries: Canaries,
  chances: Chances,
  heard: (line: string) => void,
): void {
  const entry = fileURLToPath(new URL('../../dist/hub/main.js', import.meta.url))
  const place = mkdtempSync(join(tmpdir(), 'madoguchi-refused-'))
  const file = join(place, 'hub.json')
  const broken = [
    `{"secret": "${canaries.make('secret in broken JSON')}", `,
    JSON.stringify({ secret: canaries.make('secret that is too short').slice(0, 24), port: 0 }),
    JSON.stringify({ metricsToken: [canaries.make('metrics token of a wrong kind')] }),
    JSON.stringify({ demoPassword: { a: canaries.make('password of a wrong kind') } }),
  ]
  try {
    for (const text of broken) {
      writeFileSync(file, text)
      mkdirSync(join(place, 'data'), { recursive: true })
      const { MADOGUCHI_SECRET: _, MADOGUCHI_METRICS_TOKEN: __, MADOGUCHI_DEMO_PASSWORD: ___, ...rest } = env
      const more = {
        MADOGUCHI_CONFIG: file,
        MADOGUCHI_MODE: 'demo',
        MADOGUCHI_PORT: '0',
        MADOGUCHI_DATA: join(place, 'data'),
      }
      const ended = spawnSync(process.execPath, [entry], { env: { ...process.env, ...rest, ...more }, timeout: 30_000 })
      if (ended.status !== 78) throw new Error(`${text} did not refuse the start: ${String(ended.stderr)}`)
      for (const line of `${String(ended.stdout)}\n${String(ended.stderr)}`.split('\n')) heard(line)
      chances.count('starts refused')
    }
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}
