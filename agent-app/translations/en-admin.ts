/** The sentences of the administration in English, beyond those of single sections; loaded when it is opened. */
import type { Fault } from '../admin/refusal.ts'
import type { ConfigurationPlan } from '../admin/editing.ts'
import { enSettings } from './en-settings.ts'

const list = (parts: readonly string[]): string => new Intl.ListFormat('en', { type: 'conjunction' }).format(parts)
const count = (n: number, one: string, many: string): string =>
  n === 1 ? `1 ${one}` : `${n.toLocaleString('en')} ${many}`

type Touched = ConfigurationPlan['touched'][number]

function touched({ waiting, losesQueue, newRules, keepsSteps, newSteps }: Touched): string {
  const ways = [
    [losesQueue, 'in a queue that will take nobody new'],
    [newRules, 'under the new rules at once'],
    [keepsSteps, 'with the steps they joined under'],
    [newSteps, 'with the new steps, from the first'],
  ] as const
  const told = ways.filter(([n]) => n > 0).map(([n, way]) => `${n} ${way}`)
  return `${waiting} waiting: ${list(told)}`
}

export const enAdmin = {
  title: 'Administration',
  sectionsLabel: 'Sections of the administration',
  groups: {
    serve: 'How contacts are served',
    desk: 'At the desk',
    people: 'People',
    sites: 'Sites and bots',
    data: 'Configuration',
    watch: 'Keeping watch',
  },
  loading: 'Loading …',
  failed: 'The configuration could not be read. Check the connection.',
  notLoaded: 'This section could not be loaded. The hub may have been renewed meanwhile.',
  reload: 'Load the page again',
  again: 'Try again',
  toSections: 'All sections',
  changedHere: 'Changed, not served yet',
  bar: {
    label: 'Changes not served yet',
    changes: (n: number) => (n === 0 ? 'No changes of your own' : `${count(n, 'change', 'changes')} not served yet`),
    overtaken: (n: number) => `Somebody served version ${n} meanwhile; yours stand on top of it.`,
    unkept: 'This browser cannot keep them: they are lost when the page is closed.',
    discard: 'Discard',
    look: 'Look and serve',
    discardTitle: (n: number) => `Discard ${count(n, 'change', 'changes')}?`,
    discardLead: 'What is served stays as it is. What you have changed here is lost.',
  },
  entries: {
    filter: 'Find',
    noMatch: (query: string) => `Nothing found for “${query}”.`,
    missing: (key: string) => `There is no “${key}” (any more).`,
    isNew: 'New',
    isChanged: 'Changed',
    refused: 'Refused',
    copy: 'Duplicate',
    remove: 'Remove',
    removeTitle: (name: string) => `Remove “${name}”?`,
    removeLead: 'It is gone once the changes are served.',
    removeUsed: (uses: readonly string[]) =>
      `It is named by: ${list(uses)}. Name something else there as well, or the hub will refuse the changes.`,
    builtInLead:
      'This is built in: the configuration says nothing of its own. Take the built-in ones over to change them.',
    makeOwn: 'Take the built-in ones over',
  },
  fields: {
    languages: { en: 'English', ja: 'Japanese' },
    needed: 'This is needed.',
    tooLong: (max: number) => `At most ${max} characters.`,
    bothNeeded: { en: 'English is missing.', ja: 'Japanese is missing.' },
    between: (min: number, max: number, decimals: number) =>
      decimals === 0
        ? `A whole number from ${min.toLocaleString('en')} to ${max.toLocaleString('en')}.`
        : `A number from ${min} to ${max} with at most ${decimals} decimals.`,
    builtIn: 'built in',
    unknownChoice: (key: string) => `“${key}” does not exist (any more). Choose another one.`,
    taken: 'Another entry has this key already.',
    keyForm: '1 to 40 letters, digits, - or _, beginning with a small letter or a digit.',
    keyLocked: 'It stays for good: what is kept refers to it.',
    key: 'Key',
    keyHelp: 'How the file and reports call it. It cannot be changed once it was served.',
    up: (name: string) => `${name}: further up`,
    down: (name: string) => `${name}: further down`,
    remove: (name: string) => `${name}: remove`,
    closed: 'Closed',
    span: 'Hours',
    addSpan: (label: string) => `${label}: more hours`,
    from: 'from',
    to: 'to',
    spanForm: 'Times such as 09:00 to 17:30, the first before the second, 24:00 at most.',
    spanOrder: 'Each span begins after the one before it.',
    seconds: 'seconds',
    percent: 'percent',
    moveHint: 'Alt+Shift+↑ or ↓ moves an entry.',
  },
  /** What the hub refuses, beside its field. */
  fault: ({ allowed, sentence }: Fault): string => {
    if (/ is not a setting/.test(sentence)) return 'This hub knows no such setting.'
    return allowed === '' ? sentence : `Must be ${allowed}.`
  },
  changes: {
    entry: (what: string, name: string) => (name === '' ? what : `${what} “${name}”`),
    what: {
      site: 'Site',
      queue: 'Queue',
      calendar: 'Hours',
      reason: 'Reason',
      agent: 'Agent',
      flow: 'Flow',
      attachments: 'Attachments',
      answerer: 'Language model',
      answer: 'Answer',
      bot: 'Bot',
      reply: 'Quick reply',
      tag: 'Tag',
      link: 'Link',
      threshold: 'Threshold',
      role: 'Role',
    } as Readonly<Record<string, string>>,
    whole: { added: 'New', removed: 'Removed', changed: '' },
    becomes: 'becomes',
    notSaid: 'built in',
    yes: 'yes',
    no: 'no',
    empty: 'none',
    nothing: 'empty',
    parts: {
      en: 'English',
      ja: 'Japanese',
      '(order)': 'order',
      require: 'asks for',
      for: 'for',
      prefer: 'only',
      skipIf: 'left out when',
      when: 'when',
      to: 'to',
      until: 'until',
      waiting: 'more wait than',
      expectedWaitSeconds: 'expected wait, seconds',
      staffedBelow: 'fewer there than',
      closed: 'closed',
      alsoWaiting: 'also who waits already',
      orElse: 'else',
      url: 'address',
      text: 'text',
      title: 'title',
      strategy: 'order',
      queue: 'queue',
      way: 'way',
      label: 'words',
      name: 'name',
      key: 'key',
      id: 'key',
      mon: 'Monday',
      tue: 'Tuesday',
      wed: 'Wednesday',
      thu: 'Thursday',
      fri: 'Friday',
      sat: 'Saturday',
      sun: 'Sunday',
    } as Readonly<Record<string, string>>,
  },
  draft: {
    title: 'Changes not served yet',
    empty: 'Nothing is changed. What you change in a section is gathered here before it is served.',
    asking: 'Asking the hub what this would change …',
    failed: 'The hub could not be asked. Check the connection.',
    refused: 'The hub cannot serve this.',
    toField: 'To the field',
    changesTitle: (n: number) => (n === 0 ? 'This says the same as what is served.' : `What changes (${n})`),
    touchedTitle: 'Who waits now',
    nobodyTouched: 'No waiting contact is touched.',
    touched,
    replan: 'Give those who wait the new steps, from the first',
    warningsTitle: 'Worth a second look',
    warning: (sentence: string, queue: (key: string) => string) => {
      const unserved = /^Nobody serves the queue (.+)\.$/.exec(sentence)?.[1]
      return unserved === undefined ? sentence : `Nobody serves the queue ${queue(unserved)}.`
    },
    note: 'Why (optional)',
    noteHelp: 'Stands in the list of versions, for those who come after you.',
    serve: 'Serve from now on',
    serving: 'Serving …',
    notServed:
      'The hub did not answer, so it is not known whether this is served. Look at the versions before you try again.',
    served: (version: number, replanned: number) =>
      `Version ${version} is served from now on.${replanned === 0 ? '' : ` ${count(replanned, 'waiting contact has', 'waiting contacts have')} the new steps.`}`,
    toVersions: 'Versions',
    overtaken: (n: number, when: string, note: string) =>
      `Somebody else served version ${n} (${when}${note === '' ? '' : `, “${note}”`}) while you were at work. Nothing of yours was served; it now stands on top of theirs.`,
    both: (places: readonly string[]) => `Changed by both, yours stands: ${list(places)}.`,
    theirs: (n: number) => `What they changed (${n})`,
  },
  versions: {
    title: 'Versions',
    lead: 'Everything that was ever served, the newest first. Going back makes a new version that says the same as the old one.',
    version: (n: number) => `Version ${n}`,
    served: 'Served now',
    by: { hub: 'the hub', 'command line': 'the command line' } as Readonly<Record<string, string>>,
    source: { file: 'found in the file at a start', apply: 'applied', rollback: 'went back' },
    of: (n: number) => `to version ${n}`,
    look: 'What changed',
    hide: 'Hide',
    lookAt: (n: number) => `What changed in version ${n}`,
    back: 'Go back to this',
    backTo: (n: number) => `Go back to this: version ${n}`,
    backTitle: (n: number) => `Go back to version ${n}?`,
    backLead: 'It is served at once, as a new version. Nobody is disconnected.',
    backLeadDraft:
      'It is served at once, as a new version. Your own changes that are not served yet stay, on top of it.',
    backNote: (n: number) => `Back to version ${n}`,
    done: (version: number, of: number) => `Version ${version} is served now: the same as version ${of}.`,
    failed: 'That did not work. Look at the versions again.',
    nothing: 'Nothing of what people see.',
    more: (n: number) => `All ${n} versions`,
  },
  file: {
    title: 'As a file',
    lead: 'The whole configuration with your changes, as the hub’s own file has it. The same file works with “npm run admin -- plan” and “apply”.',
    copy: 'Copy',
    save: 'Save as a file',
    open: 'Read from a file …',
    copied: 'Copied.',
    notCopied: 'The browser did not let us copy. Select the text below instead.',
    notJson: (name: string) => `${name} is not a configuration: it must be one JSON object.`,
    read: (name: string, n: number) =>
      n === 0
        ? `${name} says the same as what is served.`
        : `${name} was read: ${count(n, 'change', 'changes')}, not served yet.`,
    cut: 'Only the beginning is shown. Copied and saved is all of it.',
  },
  settings: enSettings,
}
export type AdminWords = typeof enAdmin
