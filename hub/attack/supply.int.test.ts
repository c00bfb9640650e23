/** The pages as they are built hold nothing that makes code of text: a policy that forbids it then costs nobody anything. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const dist = fileURLToPath(new URL('../../dist', import.meta.url))
/** Ways from text to code. A property of one of these names is none; `Function` as a type test (`instanceof`) neither. */
const codeOfText = [
  /(?<![\w$.])eval\s*\(/,
  /(?<![\w$.])Function\s*\(/,
  /(?<![\w$])new\s+Function\b/,
  /setTimeout\s*\(\s*["'`]/,
]

const scripts = (page: string): string[] =>
  readdirSync(join(dist, page), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(m?js|html)$/.test(file))
    .map((file) => join(page, file))

test.each(['widget', 'agent-app', 'sample'])('%s', (page) => {
  const files = scripts(page)
  expect(files.length).toBeGreaterThan(0)
  for (const file of files) {
    const text = readFileSync(join(dist, file), 'utf8')
    for (const way of codeOfText) expect(way.exec(text)?.[0], `${file}: ${way}`).toBeUndefined()
  }
})

test('what looks for it finds it', () => {
  for (const text of ['eval("1")', 'x=new Function("a","b")', 'Function("return this")()', "setTimeout('f()',1)"])
    expect(codeOfText.some((way) => way.test(text))).toBe(true)
})
