/** The SDK as it is shipped: built, found by its name, typed for others, and its documented example run in Node against a hub. */
import { execFile, spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FakeHub } from './test/fake-hub.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const run = promisify(execFile)
let folder = ''
let hub: FakeHub

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'madoguchi-sdk-'))
  const installed = join(folder, 'node_modules/madoguchi')
  await mkdir(join(installed, 'dist'), { recursive: true })
  await run(process.execPath, [join(root, 'hub/setup/build-sdk.mjs'), join(installed, 'dist/sdk')], { cwd: root })
  await writeFile(join(installed, 'package.json'), await readFile(join(root, 'package.json')))
  await symlink(join(root, 'node_modules/ws'), join(folder, 'node_modules/ws'))
  const [, example] = /```js\n([^]*?)```/.exec(await readFile(join(root, 'widget/SDK.md'), 'utf8'))!
  await writeFile(join(folder, 'example.mjs'), example!)
  hub = await FakeHub.start(folder)
})
afterAll(async () => {
  await hub?.stop()
  await rm(folder, { recursive: true, force: true })
})

test('the example of SDK.md has a whole talk', async () => {
  const env = { ...process.env, HUB: hub.url, SITE: 'pk_demo' }
  const child = spawn(process.execPath, ['example.mjs'], { cwd: folder, env })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => (said += bytes.toString()))
  const ended = new Promise((resolve) => child.on('exit', resolve))
  const timeout = { timeout: 20_000 }
  await expect.poll(() => hub.asked.map(({ verb }) => verb), timeout).toEqual(['contact.start'])
  hub.answer('Ben')
  hub.say('It leaves today.')
  expect(await ended, said).toBe(0)
  expect(said).toBe('Ben answers\nIt leaves today.\n')
  expect(hub.asked.map(({ verb }) => verb)).toEqual(['contact.start', 'message.send', 'contact.end'])
  expect(JSON.stringify(hub.asked[0]!.body)).toContain('["order.id",4711,"locked","program"]')
  expect(hub.hints.map(({ verb }) => verb)).toContain('message.mark')
})

test('its types are enough for a stranger’s strict compiler, and refuse what is wrong', async () => {
  const right = `import { Visit, type VisitState } from 'madoguchi/sdk'
const visit = new Visit({ hub: 'https://cc.example.jp', site: 'pk_1' })
visit.on('changed', (state: VisitState) => state.contact?.agentName.length)
const entry = await visit.until(({ log }) => log.find((one) => one.kind === 'message'))
export const seq: number = (await visit.send(entry.text)).seq
`
  await writeFile(join(folder, 'right.ts'), right)
  await writeFile(join(folder, 'wrong.ts'), right.replace("'pk_1'", '1').replace("'changed'", "'change'"))
  const options = '--noEmit --strict --skipDefaultLibCheck --target es2022 --module esnext --moduleResolution bundler'
  const { stdout } = await run(
    process.execPath,
    [
      join(root, 'node_modules/typescript/bin/tsc'),
      ...options.split(' '),
      '--lib',
      'es2022,dom',
      'right.ts',
      'wrong.ts',
    ],
    { cwd: folder },
  ).catch((wrong: { stdout: string }) => wrong)
  const complaints = stdout.split('\n').filter((line) => line.includes('error TS'))
  expect(complaints.map((line) => line.replace(/\(.*/, ''))).toEqual(['wrong.ts', 'wrong.ts'])
})

test('it carries nothing but what a visitor needs', async () => {
  const text = await readFile(join(folder, 'node_modules/madoguchi/dist/sdk/madoguchi.js'))
  expect(gzipSync(text, { level: 9 }).length).toBeLessThan(25_000)
  expect(text.toString()).not.toMatch(/^import |msgpackr|localStorage/m)
})
