import { describe, expect, test } from 'vitest'
import { faultLine } from './faults.ts'
import { readJson } from './json.ts'

function faultsOf(text: string): string[] {
  const read = readJson(text)
  return 'fault' in read ? [faultLine(read.fault)] : []
}

describe('[FF1] what is no JSON is told with its line', () => {
  const lines = ['{', '  "flow": "a",', '  "version": "1",', '  "start": "one"', '}']
  const withLine = (at: number, line: string): string => lines.map((one, i) => (i === at ? line : one)).join('\n')

  test.each([
    [
      'a comma is missing',
      withLine(2, '  "version": "1"'),
      /^line 4: there is "\\"start\\": \\"on" after an entry of the document; write a comma there, or } at its end\.$/,
    ],
    [
      'a comma too many',
      withLine(3, '  "start": "one",'),
      /^line 5: a comma stands after the last entry of the document; remove that comma\.$/,
    ],
    [
      'a name without quotes',
      withLine(2, '  version: "1",'),
      /^line 3: there is "version: \\"1\\"" where a name must be; write the name in double quotes\.$/,
    ],
    [
      'single quotes',
      withLine(2, `  "version": '1',`),
      /^line 3: there is "'1'," where a value must be; write texts in double quotes\.$/,
    ],
    [
      'an open text',
      withLine(2, '  "version": "1,'),
      /^line 3: a text does not end on its line; close it with a double quote/,
    ],
    ['a comment', withLine(2, '  // version'), /^line 3: a comment stands there; remove it: JSON has none\.$/],
    [
      'a name twice',
      withLine(2, '  "flow": "1",'),
      /^line 3: "flow" stands twice, or may not be a name; remove one of the two/,
    ],
    ['a hostile name', withLine(2, '  "__proto__": "1",'), /^line 3: "__proto__" stands twice, or may not be a name/],
    [
      'no colon',
      withLine(2, '  "version" "1",'),
      /^line 3: there is "\\"1\\"," after "version"; write a colon there\.$/,
    ],
    [
      'a bad escape',
      withLine(2, '  "version": "\\d",'),
      /^line 3: \\d in a text means nothing; write \\\\ for a backslash\.$/,
    ],
    ['no end', lines.slice(0, 4).join('\n'), /^line 4: the text ends within the document; close it with }\.$/],
    ['more after the end', [...lines, '{}'].join('\n'), /^line 6: there is "{}" after the end; remove what follows\.$/],
    [
      'a word',
      withLine(2, '  "version": yes,'),
      /^line 3: there is "yes," where a value must be; write a text in quotes/,
    ],
    ['a number that is none', withLine(2, '  "version": 01,'), /^line 3: there is "01," where a value must be/],
    ['nothing', '', /^line 1: there is nothing where a value must be/],
    ['too deep', `${'['.repeat(70)}${']'.repeat(70)}`, /^line 1: it is nested too deep; nest at most 60 deep\.$/],
  ])('%s', (_, text, sentence) => {
    const faults = faultsOf(text)
    expect(faults).toHaveLength(1)
    expect(faults[0]).toMatch(sentence)
  })
})

test('what is JSON is read as everybody reads it, with the line of everything', () => {
  const text = '{"a": [1, -2.5e3, "\\u3042\\n\\\\"],\n "b": {"c": null, "d": true},\n\n "e": []}'
  const read = readJson(text)
  if ('fault' in read) throw new Error(read.fault.problem)
  expect(read.value).toEqual(JSON.parse(text))
  expect(Object.fromEntries(read.lines)).toMatchObject({ '': 1, a: 1, 'a/2': 1, b: 2, 'b/d': 2, e: 4 })
})

test('a name that every object has is a name like any other', () => {
  const read = readJson('{"constructor": {"toString": 1}}')
  expect(read).toMatchObject({ value: { constructor: { toString: 1 } } })
})
