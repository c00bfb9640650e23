/** The command as an administrator types it. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { adminProgram } from '../attack/storage-admin.ts'

const run = promisify(execFile)
const staff = (...args: string[]) => run(process.execPath, [adminProgram, 'staff', ...args])

test('says how many agents, and what one more or less would mean', async () => {
  const { stdout } = await staff('--per-hour', '200', '--handle', '180', '--shrinkage', '30')
  expect(stdout).toContain('14 answer 80 % within 20 s')
  expect(stdout).toContain('20 on the schedule')
  expect(stdout).toMatch(/14 +88\.8 % +7\.8 s +17\.4 % +0\.0 % +71\.4 %/)
}, 30_000)

test('takes patience into account', async () => {
  const { stdout } = await staff('--per-hour', '200', '--handle', '180', '--patience', '300', '--target', '80/20')
  expect(stdout).toContain('13 answer 80 % within 20 s')
  expect(stdout).toContain('Erlang A')
}, 30_000)

test.each([
  [['--per-hour', '-3', '--handle', '180'], '--per-hour takes a number above 0'],
  [['--per-hour', '3', '--handle', '180', '--target', 'much'], '--target takes percent/seconds'],
])(
  'refuses %j with a sentence',
  async (args, sentence) => {
    await expect(staff(...args)).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining(sentence) as string })
  },
  30_000,
)
