/** docs/STORE.md has one heading per table, in the order of the port. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { tables } from '../ports/store.ts'

test('STORE.md names every table with its key, and no other', () => {
  const document = readFileSync(new URL('../docs/STORE.md', import.meta.url), 'utf8')
  const headings = [...document.matchAll(/^### (\w+) \[([\w, ]+)\]$/gm)].map((match) => match[1])
  expect(headings).toEqual([...tables])
})
