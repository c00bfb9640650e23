/** The tables of docs/RIGHTS.md, made from the rows themselves: `RIGHTS_WRITE=1` with its test writes them anew. */
import { builtInRoles, rights, rightsOf, type BuiltInRole, type Right } from '../model/rights.ts'
import {
  routeRows,
  verbRows,
  type Grant,
  type Relation,
  type RouteName,
  type RouteRow,
  type Row,
} from './rights-table.ts'

const roles = Object.keys(builtInRoles) as BuiltInRole[]

const table = (head: readonly string[], lines: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

const code = (texts: readonly string[]): string => texts.map((text) => `\`${text}\``).join(' and ')

/** Which roles have which right. */
const roleTable = (): string =>
  table(
    ['right', ...roles],
    rights.map((right) => [`\`${right}\``, ...roles.map((role) => (rightsOf(role).includes(right) ? 'yes' : ''))]),
  )

function verbTable(): string {
  const rows = Object.entries(verbRows as Readonly<Record<string, Row>>).toSorted(([one], [other]) =>
    one < other ? -1 : 1,
  )
  return table(
    ['verb', 'visitors', 'staff', ...roles],
    rows.map(([verb, { visitors, staff = [] }]) => [
      `\`${verb}\``,
      visitors === undefined ? '' : objects[visitors],
      staff.map(grantText).join('; '),
      ...roles.map((role) => widest(staff, rightsOf(role))),
    ]),
  )
}

const grantText = ([needed, to]: Grant): string =>
  `${needed.length === 0 ? 'signed in' : code(needed)}${to === 'none' ? '' : `: ${objects[to]}`}`

/** What a role may name by any of its grants. */
const widest = (staff: readonly Grant[], has: readonly Right[]): string => {
  const may = staff.filter(([needed]) => needed.every((right) => has.includes(right))).map(([, to]) => to)
  return may.includes('any') ? 'any' : [...new Set(may.map((to) => objects[to]))].join(', ')
}

/** What may be named, in a word. */
const objects: Readonly<Record<Relation, string>> = {
  none: 'yes',
  own: 'own',
  inCall: 'in its call',
  inSight: 'of own queues',
  past: 'own, also over',
  served: 'own or served last',
  mentioned: 'named in a note',
  any: 'any',
}

function routeTable(): string {
  const names = Object.keys(routeRows) as RouteName[]
  return table(
    ['route', 'who asks', 'rights', ...roles],
    names.map((name) => {
      const { by, rights: needed }: RouteRow = routeRows[name]
      const may = (role: BuiltInRole): string => (needed.every((right) => rightsOf(role).includes(right)) ? 'yes' : '')
      return [`\`${name}\``, askers[by], code(needed), ...roles.map((role) => (by === 'nobody' ? '' : may(role)))]
    }),
  )
}

const askers: Readonly<Record<RouteRow['by'], string>> = {
  nobody: 'everybody',
  staff: 'staff',
  visitorOrStaff: 'a visitor of theirs, staff',
}

/** The document with these tables in their places; each stands between two comments of its name. */
export function withTables(document: string): string {
  const tables = { roles: roleTable(), verbs: verbTable(), routes: routeTable() }
  return Object.entries(tables).reduce((text, [name, lines]) => {
    const [begin, end] = [`<!-- ${name} -->\n`, `\n<!-- end of ${name} -->`]
    const [from, to] = [text.indexOf(begin), text.indexOf(end)]
    if (from < 0 || to < from) throw new Error(`RIGHTS.md has no place for the table of ${name}`)
    return text.slice(0, from + begin.length) + lines + text.slice(to)
  }, document)
}
