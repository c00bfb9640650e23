/** operations.md names the log lines and metrics that the code has, and every metric of ours. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const document = readFileSync(join(root, 'hub/docs/operations.md'), 'utf8')
const sources = ['hub', 'media']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
  )
  .filter((path) => path.endsWith('.ts') && !/\.test\.ts$|attack\/|tidy\//.test(path))
  .map((path) => readFileSync(join(root, path), 'utf8'))
const code = sources.join('\n')

test('every metric of ours is explained, and no other', () => {
  const inCode = [...code.matchAll(/name: '(madoguchi_\w+)'/g)].map(([, name]) => name)
  const explained = [...document.matchAll(/^\| `(madoguchi_\w+)` \|/gm)].map(([, name]) => name)
  expect(explained.toSorted()).toEqual(inCode.toSorted())
})

test('every log line that is explained is one', () => {
  const explained = [...document.matchAll(/^\| (error|warn|info) \| `([^`]+)` \|/gm)].map(([, level, line]) => [
    level,
    line,
  ])
  expect(explained.length).toBeGreaterThan(15)
  expect(explained.filter(([, line]) => !code.includes(`'${line}'`))).toEqual([])
})

test('every error of the hub that ends in the log is explained', () => {
  const lines = [...code.matchAll(/log\.error\(\s*(?:\{[^}]*\}|[^,]*),\s*'([^']+)'/g)].map(([, line]) => line!)
  expect(lines.length).toBeGreaterThan(6)
  expect(lines.filter((line) => !document.includes(`\`${line}\``))).toEqual([])
})
