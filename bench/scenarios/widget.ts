/**
 * The widget on the sample page in Chromium, against the built hub: what a visitor downloads, when the button can be pressed,
 * how soon a touch is answered by paint, what keeps the page from answering, what moves by itself.
 */
import { join } from 'node:path'
import { demoPassword } from '../../hub/attack/real-hub.ts'
import { startCompanyHub } from '../drivers/company-hub.ts'
import { startCrowd } from '../drivers/floor-house.ts'
import { makeHistory } from '../drivers/history.ts'
import { paceFigures, paceGoals, paceValues } from '../drivers/pace.ts'
import { downloadsOf, Hand, openContext, openPage, takePace, type Pace } from '../drivers/pages.ts'
import type { Bench } from '../run/bench.ts'
import { median, type Figure, type Goal } from '../run/report.ts'
import { scenario } from './scenario.ts'

interface Size {
  readonly visits: number
  /** Messages that a visitor writes, each answered. */
  readonly messages: number
}

interface Visit extends Pace {
  readonly loaderBytes: number
  readonly chatBytes: number
  readonly allBytes: number
  readonly readyMs: number
  readonly openMs: number
  readonly answered: number
}

export const widget = scenario<Size>({
  about: 'The widget on a page: download, time until it can be used, interaction to paint, long tasks, layout shift',
  sizes: { smoke: { visits: 1, messages: 1 }, full: { visits: 15, messages: 10 } },
  async run({ visits, messages }, bench) {
    const folder = join(bench.scratch, 'widget')
    // One agent in five serves the sample page's queue, four talks each, and a talk stays when its visitor has gone.
    const agents = 5 * Math.ceil((bench.runs ?? visits) / 4) + 1
    const { cookies } = await makeHistory(folder, { agents, live: 0, closed: 0 }, bench.say)
    // The demo alone has the sample page.
    const env = { MADOGUCHI_MODE: 'demo', MADOGUCHI_DEMO_PASSWORD: demoPassword }
    const { origin } = await startCompanyHub(bench, { dataFolder: folder, env })
    const manners = { messages: 0, thinkMs: 20, transferEvery: 1_000_000 }
    await startCrowd(bench).ask('agents', { origin, cookies, manners, status: 'available' })
    const found: Visit[] = []
    const times = bench.runs ?? visits
    for (let visit = 1; visit <= times; visit++) {
      found.push(await visited(bench, origin, messages))
      bench.say(`visit ${visit} of ${times}: the button after ${Math.round(found.at(-1)!.readyMs)} ms`)
    }
    const values = (pick: (visit: Visit) => number): number[] => found.map(pick)
    return {
      tables: [
        {
          title: 'The widget, each visit with a browser that has never been here',
          figures,
          rows: [
            {
              side: 'widget',
              values: {
                loader: values(({ loaderBytes }) => loaderBytes / 1_000),
                chat: values(({ chatBytes }) => chatBytes / 1_000),
                all: values(({ allBytes }) => allBytes / 1_000),
                ready: values(({ readyMs }) => readyMs),
                opened: values(({ openMs }) => openMs),
                ...paceValues(found),
              },
            },
          ],
        },
      ],
      goals: goalsOf(found),
      checksums: [[...values(({ answered }) => answered), messages]],
      doubts: [],
    }
  },
})

const figures: readonly Figure[] = [
  { name: 'loader', unit: 'kB gzip', better: 'less' },
  { name: 'chat', unit: 'kB gzip', better: 'less' },
  { name: 'all', unit: 'kB gzip', better: 'less' },
  { name: 'ready', unit: 'ms', better: 'less' },
  { name: 'opened', unit: 'ms', better: 'less' },
  ...paceFigures,
]

const goalsOf = (visits: readonly Visit[]): readonly Goal[] => {
  const middle = (pick: (visit: Visit) => number): number => median(visits.map(pick))
  const less = { better: 'less' } as const
  return [
    { what: 'loader', value: middle(({ loaderBytes }) => loaderBytes / 1_000), goal: 2, unit: 'kB gzip', ...less },
    { what: 'chat', value: middle(({ chatBytes }) => chatBytes / 1_000), goal: 30, unit: 'kB gzip', ...less },
    ...paceGoals(visits),
  ]
}

async function visited(bench: Bench, origin: string, messages: number): Promise<Visit> {
  const context = await openContext(bench)
  const { page, readyMs } = await openPage(context, `${origin}/?lang=en`)
  const hand = new Hand(page)
  const launcher = page.getByRole('button', { name: 'Open chat' })
  const openMs = await hand.until('mdg-prechat >> textarea', () => hand.click(launcher))
  await page.getByLabel('Message').focus()
  await hand.type('Where are my beans?')
  await hand.click(page.getByRole('button', { name: 'Start chat' }))
  const answers = page.locator('mdg-log .text', { hasText: 'answers' })
  await answers.first().waitFor()
  const composer = page.locator('mdg-composer textarea')
  await composer.focus()
  for (let message = 1; message <= messages; message++) {
    await hand.type(`And number ${message}?`)
    await hand.press('Enter')
    await answers.nth(message).waitFor()
  }
  const pace = await takePace(hand)
  const downloads = [...(await downloadsOf(page))].filter(([path]) => path.startsWith('/w'))
  const bytes = (isWanted: (path: string) => boolean): number =>
    downloads.reduce((sum, [path, size]) => (isWanted(path) ? sum + size : sum), 0)
  const answered = (await answers.count()) - 1
  await context.browser()?.close()
  return {
    ...pace,
    readyMs,
    openMs,
    answered,
    loaderBytes: bytes((path) => path === '/w.js'),
    // What an opened window has beside it comes in chunks of their own, each with a budget (widget/size.int.test.ts).
    chatBytes: bytes((path) => path.includes('/chat-')),
    allBytes: bytes(() => true),
  }
}
