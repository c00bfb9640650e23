/** What somebody may is decided by rights, and nowhere by the name of their role. */
import { expect, test } from 'vitest'
import { excusedPlaces, roleDecisions } from './role-names.ts'
import { allPaths, parse, sources } from './sources.ts'

test('nothing is decided by the name of a role: ask for the right instead', () => {
  expect(sources.flatMap((source) => roleDecisions(source).map((line) => `${source.path}:${line}`))).toEqual([])
  expect(excusedPlaces.filter((place) => !allPaths.some((path) => path.startsWith(place)))).toEqual([])
})

test('the net catches every way of comparing one, and nothing else', () => {
  const text = [
    `if (me.role === 'supervisor') go()`,
    `if ('agent' !== person.role) go()`,
    `if (kind === 'administrator') go()`,
    `switch (role) { case 'x': go() }`,
    `if (['supervisor', 'administrator'].includes(me.role)) go()`,
    `if (leaders.has(newRole)) go()`,
    `if (me!.role! == 'ours') go()`,
    // These decide nothing by a name.
    `if (side === 'agent') go()`,
    `if (before.role !== after.role) go()`,
    `if (role === undefined || rights.has('contacts.read')) go()`,
  ].join('\n')
  expect(roleDecisions(parse('hub/app/sample.ts', text))).toEqual([1, 2, 3, 4, 5, 6, 7])
  expect(roleDecisions(parse('hub/auth/sample.ts', text))).toEqual([])
})
