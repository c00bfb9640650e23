/**
 * The sections of the administration. To add one: a line here, its label in translations/en-sections.ts and ja-sections.ts,
 * and an element that extends `AdminSection`, loaded when it is first opened.
 */
import type { Right } from '#protocol'

/** In the order in which they stand. */
export const groups = ['serve', 'desk', 'people', 'sites', 'data', 'watch'] as const

interface Line {
  readonly id: string
  readonly group: (typeof groups)[number]
  readonly needs: Right
  readonly tag: string
  readonly load: () => Promise<unknown>
  /** Settings at the top of the configuration that are edited here: a refusal finds its field by them. */
  readonly edits?: readonly string[]
}

export const sections = [
  {
    id: 'queues',
    group: 'serve',
    needs: 'configuration.read',
    tag: 'mdg-a-admin-queues',
    load: () => import('./queues/queues.ts'),
    edits: ['queues'],
  },
  {
    id: 'hours',
    group: 'serve',
    needs: 'configuration.read',
    tag: 'mdg-a-admin-hours',
    load: () => import('./hours/hours.ts'),
    edits: ['calendars'],
  },
  {
    id: 'thresholds',
    group: 'serve',
    needs: 'configuration.read',
    tag: 'mdg-a-admin-thresholds',
    load: () => import('./desk/thresholds.ts'),
    edits: ['thresholds'],
  },
  {
    id: 'reasons',
    group: 'desk',
    needs: 'configuration.read',
    tag: 'mdg-a-admin-reasons',
    load: () => import('./desk/reasons.ts'),
    edits: ['reasons'],
  },
  {
    id: 'agents',
    group: 'people',
    needs: 'configuration.read',
    tag: 'mdg-a-admin-agents',
    load: () => import('./agents/agents.ts'),
    edits: ['agents'],
  },
  {
    id: 'replies',
    group: 'desk',
    needs: 'configuration.read',
    tag: 'mdg-a-admin-replies',
    load: () => import('./desk/replies.ts'),
    edits: ['replies'],
  },
  {
    id: 'tags',
    group: 'desk',
    needs: 'configuration.read',
    tag: 'mdg-a-admin-tags',
    load: () => import('./desk/tags.ts'),
    edits: ['tags'],
  },
  {
    id: 'links',
    group: 'desk',
    needs: 'configuration.read',
    tag: 'mdg-a-admin-links',
    load: () => import('./desk/links.ts'),
    edits: ['links'],
  },
  {
    id: 'guide',
    group: 'serve',
    needs: 'configuration.change',
    tag: 'mdg-a-admin-guide',
    load: () => import('./guide/guide.ts'),
  },
  {
    id: 'users',
    group: 'people',
    needs: 'accounts.read',
    tag: 'mdg-a-admin-users',
    load: () => import('./people/users.ts'),
  },
  {
    id: 'roles',
    group: 'people',
    needs: 'configuration.read',
    tag: 'mdg-a-admin-roles',
    load: () => import('./people/roles.ts'),
    edits: ['roles'],
  },
  {
    id: 'keys',
    group: 'people',
    needs: 'keys.change',
    tag: 'mdg-a-admin-keys',
    load: () => import('./people/keys.ts'),
  },
  {
    id: 'sites',
    group: 'sites',
    needs: 'configuration.read',
    tag: 'mdg-a-admin-sites',
    load: () => import('./sites/sites.ts'),
    edits: ['sites'],
  },
  {
    id: 'flows',
    group: 'sites',
    needs: 'configuration.read',
    tag: 'mdg-a-admin-flows',
    load: () => import('./flows/flows.ts'),
    edits: ['flows'],
  },
  {
    id: 'retention',
    group: 'data',
    needs: 'configuration.read',
    tag: 'mdg-a-admin-retention',
    load: () => import('./desk/retention.ts'),
    edits: ['sites'],
  },
  {
    id: 'versions',
    group: 'data',
    needs: 'configuration.read',
    tag: 'mdg-a-admin-versions',
    load: () => import('./versions.ts'),
  },
  {
    id: 'file',
    group: 'data',
    needs: 'configuration.read',
    tag: 'mdg-a-admin-file',
    load: () => import('./file.ts'),
  },
  {
    id: 'audit',
    group: 'watch',
    needs: 'audit.read',
    tag: 'mdg-a-admin-audit',
    load: () => import('./watch/audit.ts'),
  },
  {
    id: 'health',
    group: 'watch',
    needs: 'health.read',
    tag: 'mdg-a-admin-health',
    load: () => import('./watch/health.ts'),
  },
  {
    id: 'customers',
    group: 'watch',
    needs: 'customers.export',
    tag: 'mdg-a-admin-customers',
    load: () => import('./watch/customers.ts'),
  },
] as const satisfies readonly Line[]

export type SectionId = (typeof sections)[number]['id'] | 'draft'
export type Section = Line & { readonly id: SectionId }

/** Sections that somebody with these rights may open. */
export const sectionsFor = (can: (right: Right) => boolean): readonly Section[] =>
  (sections as readonly Section[]).filter(({ needs }) => can(needs))

/** The section that edits a place of the document, such as `queues/0/name`; null where none does. */
export const sectionOf = (place: string): SectionId | null =>
  (sections as readonly Section[]).find(({ edits = [] }) => edits.includes(place.split('/')[0]!))?.id ?? null
