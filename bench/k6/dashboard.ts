/**
 * What k6's dashboard, and the page that it leaves, show of a run: what people notice first, then whether anything went wrong,
 * then the load and the generator. k6's own is about HTTP. k6 takes the file from XK6_DASHBOARD_CONFIG, or as `.dashboard.json`
 * from the folder in which it is started.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { counters, rates, trends } from './lib/measures.ts'

interface Panel {
  readonly title: string
  readonly summary?: string
  readonly kind: 'chart' | 'summary'
  readonly series: readonly { readonly query: string }[]
}

const about: Readonly<Record<string, string>> = { ...trends, ...counters, ...rates }
const words = (name: string): string => name.replaceAll('_', ' ')

const times = (name: string): Panel => ({
  title: words(name),
  summary: about[name] ?? '',
  kind: 'chart',
  series: [{ query: `${name}[?!tags && (avg || p95 || p99)]` }],
})

const amounts = (title: string, names: readonly string[], of = 'rate'): Panel => ({
  title,
  summary: names.map((name) => `${words(name)}: ${about[name] ?? 'by k6'}.`).join(' '),
  kind: 'chart',
  // Without legends of our own, which k6 would give to the next measure where one has no sample.
  series: names.map((name) => ({ query: `${name}[?!tags && ${of}]` })),
})

const table = (title: string, kind: string): Panel => ({
  title,
  kind: 'summary',
  series: [{ query: `[?!tags && ${kind}]` }],
})

const people = ['message_latency', 'offer_latency', 'ack_latency', 'queue_wait', 'welcome_time', 'resume_time']
const sections: Readonly<Record<string, readonly Panel[]>> = {
  'What people notice': people.map(times),
  'What may never happen': [
    amounts('lost, again, out of order', ['lost', 'duplicated', 'gaps']),
    amounts('people who were stopped', ['failures', 'lines_lost', 'refusals', 'dropped_iterations']),
  ],
  'The load': [
    amounts('contacts', ['contacts_started', 'contacts_served', 'contacts_abandoned']),
    amounts('messages', ['messages_sent', 'messages_arrived']),
    amounts('frames', ['ws_msgs_sent', 'ws_msgs_received']),
    amounts('virtual users', ['vus'], 'value'),
    times('http_req_duration'),
    times('generator_lag'),
  ],
  'All figures': [table('Times', 'trend'), table('Counts', 'counter'), table('Shares', 'rate')],
}

/** As k6 wants it: each tab, section and panel has an id of its own. */
export const dashboard = {
  title: 'Madoguchi under load',
  tabs: Object.entries(sections).map(([title, panels], tab) => ({
    title,
    id: `tab-${tab}`,
    sections: [
      {
        id: `tab-${tab}.section-0`,
        panels: panels.map((panel, at) => ({ ...panel, id: `tab-${tab}.section-0.panel-${at}` })),
      },
    ],
  })),
}

/** Puts it where k6 looks by itself when it is started in this folder. Answers with the path. */
export function writeDashboard(folder: string): string {
  const path = join(folder, '.dashboard.json')
  writeFileSync(path, `${JSON.stringify(dashboard, null, 2)}\n`)
  return path
}
