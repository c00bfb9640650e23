import { expect, test } from 'vitest'
import { csvRows, csvText, textOf } from './csv.ts'

test.each([
  [
    'a,b\r\n1,2\r\n',
    [
      ['a', 'b'],
      ['1', '2'],
    ],
  ],
  [
    '\uFEFFa;b\n1;"2;3"',
    [
      ['a', 'b'],
      ['1', '2;3'],
    ],
  ],
  [
    'a\tb\n1, 2\t3',
    [
      ['a', 'b'],
      ['1, 2', '3'],
    ],
  ],
  [
    'a,b\n"say ""hello"",\nand go",2\n\n,\n',
    [
      ['a', 'b'],
      ['say "hello",\nand go', '2'],
    ],
  ],
  [
    'a,b\n1,\n',
    [
      ['a', 'b'],
      ['1', ''],
    ],
  ],
  ['', []],
])('%j is read row by row', (text, rows) => expect(csvRows(text)).toEqual(rows))

test('what is written is read again, and is no formula', () => {
  const rows = [
    ['name', 'login'],
    ['佐藤, 花子', 'a"b'],
    ['two\nlines', 'x'],
  ]
  expect(csvRows(csvText(rows))).toEqual(rows)
  expect(csvText([['=1+1', '-2', 'a']])).toBe("\uFEFF'=1+1,'-2,a\r\n")
})

test('a file of a Japanese spreadsheet is read, whichever way it was saved', () => {
  expect(textOf(new TextEncoder().encode('名前').buffer)).toBe('名前')
  expect(textOf(new Uint8Array([0x96, 0xbc, 0x91, 0x4f]).buffer)).toBe('名前')
})
