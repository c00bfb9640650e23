/** A report as one HTML page that needs nothing else: tables, bars beside the medians, goals, doubts, and the machine it ran on. */
import { isMet, median, type Report, type Table } from './report.ts'
import { goalCells, goalHead, tableCells } from './text.ts'
import type { RunFacts } from './facts.ts'

export function reportPage(title: string, about: string, facts: RunFacts, report: Report): string {
  const { goals, doubts } = report
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>${style}</style>
<h1>${escaped(title)}</h1>
<p>${escaped(about)}</p>
<dl>${Object.entries(facts)
    .map(([name, value]) => `<dt>${escaped(name)}<dd>${escaped(String(value))}`)
    .join('')}</dl>
${doubts.map((doubt) => `<p class="doubt">${escaped(doubt)}</p>`).join('\n')}
${goals.length === 0 ? '' : `<h2>Goals</h2>${grid(goalHead, goals.map(goalCells), (row) => (isMet(goals[row]!) ? 'met' : 'missed'))}`}
${report.tables.map((table) => `<h2>${escaped(table.title)}</h2>${tableGrid(table)}${bars(table)}`).join('\n')}
</html>
`
}

const style = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
body { max-width: 72rem; margin: 2rem auto; padding: 0 1rem }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem } dd { margin: 0 }
.grid { overflow-x: auto } table { border-collapse: collapse }
th, td { padding: .3rem .8rem; text-align: right; border-bottom: 1px solid #8884; font-variant-numeric: tabular-nums }
th { font-weight: 600; vertical-align: bottom } tr > :first-child { text-align: left }
.met > :last-child { color: #1a7f37; font-weight: 600 } .missed > :last-child { color: #d1242f; font-weight: 600 }
.doubt { border-left: 4px solid #bf8700; padding-left: .8rem }
@media (prefers-color-scheme: dark) { .met > :last-child { color: #3fb950 } .missed > :last-child { color: #ff7b72 } }
figure { margin: 1rem 0 } figcaption { opacity: .75 }
svg { width: 100%; max-width: 48rem; height: auto } text { fill: currentColor; font: 13px system-ui, sans-serif } rect { fill: #2d6cdf }
`

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

const tableGrid = (table: Table): string => {
  const [head, ...rows] = tableCells(table)
  return grid(head!, rows, () => '')
}

const grid = (
  head: readonly string[],
  rows: readonly (readonly string[])[],
  classOf: (row: number) => string,
): string => `<div class="grid"><table>
<thead><tr>${head.map((text) => `<th scope="col">${escaped(text)}`).join('')}</thead>
<tbody>${rows
  .map((row, at) => {
    const [side, ...cells] = row
    return `<tr class="${classOf(at)}"><th scope="row">${escaped(side!)}${cells.map((text) => `<td>${escaped(text)}`).join('')}`
  })
  .join('\n')}</tbody></table></div>`

/** The first figure that is good or bad, a bar a side. */
function bars({ figures, rows }: Table): string {
  const figure = figures.find(({ better }) => better !== 'count')
  if (figure === undefined || rows.length < 2) return ''
  const values = rows.map((row) => median(row.values[figure.name] ?? []))
  const most = Math.max(...values.filter(Number.isFinite), Number.MIN_VALUE)
  const line = 26
  const label = `${figure.name}, ${figure.unit} (${figure.better} is better)`
  return `<figure><figcaption>${escaped(label)}</figcaption>
<svg viewBox="0 0 760 ${rows.length * line}" role="img" aria-label="${escaped(label)}">${rows
    .map(({ side }, at) => {
      const width = Number.isFinite(values[at]) ? Math.max(1, (values[at]! / most) * 420) : 0
      const y = at * line
      return `<text x="0" y="${y + 17}">${escaped(side)}</text><rect x="320" y="${y + 4}" width="${width.toFixed(1)}" height="16"/>`
    })
    .join('')}</svg></figure>`
}
