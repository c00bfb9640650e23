/** PURE: tables as spreadsheets save and copy them: comma, semicolon or tab between cells, quoted where a cell holds one of them. */

/** The rows of a text; lines without a word in them are left out. The first line tells what divides its cells. */
export function csvRows(text: string): readonly (readonly string[])[] {
  const plain = text.replace(/^\uFEFF/, '')
  const [first = ''] = plain.split('\n', 1)
  const divider = ['\t', ';', ','].find((one) => first.includes(one)) ?? ','
  const cells = new RegExp(`"((?:[^"]|"")*)"[^${divider}\\r\\n]*|([^${divider}\\r\\n]*)`, 'y')
  const rows: string[][] = [[]]
  for (let at = 0; at <= plain.length; at++) {
    cells.lastIndex = at
    const [whole = '', quoted, bare = ''] = cells.exec(plain) ?? []
    rows.at(-1)!.push((quoted === undefined ? bare : quoted.replaceAll('""', '"')).trim())
    at += whole.length
    if (plain[at] === '\r' && plain[at + 1] === '\n') at++
    if (plain[at] === '\n' || plain[at] === '\r') rows.push([])
  }
  return rows.filter((row) => row.some((cell) => cell !== ''))
}

/** A text that a spreadsheet would take for a formula is made one that it does not. */
function csvCell(value: string | number): string {
  const text = String(value)
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** With a mark in front by which Excel knows that it is UTF-8. */
export const csvText = (rows: readonly (readonly (string | number)[])[]): string =>
  `\uFEFF${[...rows.map((row) => row.map(csvCell).join(',')), ''].join('\r\n')}`

/** The text of a file in UTF-8, or in Shift JIS, as Japanese spreadsheets still save it. */
export function textOf(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('shift_jis').decode(bytes)
  }
}
