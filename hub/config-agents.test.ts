/** What the file says of agents' work, and how it meets their accounts. */
import { describe, expect, test } from 'vitest'
import { floorRules } from './app/floor-rules.ts'
import type { Person } from './app/organisation.ts'
import { load, refusalOf, small } from './config-testing.ts'
import { demoPeople } from './demo.ts'
import { makeId } from './model/ids.ts'

const withAgents = (...agents: readonly object[]) => ({ ...small, agents })
const yui: Person = { ...demoPeople[0]!, agent: makeId('agent', 'x7Qk'), login: 'yui@example.jp', skills: { tea: 2 } }

describe('agents of the file', () => {
  test('have all that the floor knows of an agent, and every queue where they name none', () => {
    const hana = {
      login: 'Hanako',
      skills: { 'lang.ja': 5 },
      attributes: ['vip'],
      position: 3,
      weight: 2,
      capacityUnits: 60,
      channels: { chat: { units: 20, max: 3, interruptedBy: ['voice'] } },
    }
    expect(load({}, withAgents(hana)).organisation.agents).toEqual([
      { ...hana, login: 'hanako', queues: ['que_orders'] },
    ])
  })

  test.each([
    [{ login: 'a b' }, '"agents/0/login"'],
    [{ login: 'hanako', queues: ['sales'] }, '"agents/0/queues/0"'],
    [{ login: 'hanako', skills: { 'Lang JA': 3 } }, '"agents/0/skills/Lang JA"'],
    [{ login: 'hanako', skills: { ja: 6 } }, '"agents/0/skills/ja" in'],
    [{ login: 'hanako', attributes: ['vip!'] }, '"agents/0/attributes/0"'],
    [{ login: 'hanako', skills: { vip: 3 }, attributes: ['vip'] }, 'none of the skills'],
    [{ login: 'hanako', channels: { fax: {} } }, '"fax" in'],
    [{ login: 'hanako', weight: 0 }, 'lots, a whole number from 1 to 1000'],
  ])('%j is refused', (agent, words) => {
    expect(refusalOf({}, withAgents(agent))).toContain(words)
  })

  test('stand there once, however they are written', () => {
    expect(refusalOf({}, withAgents({ login: 'hanako' }, { login: 'ＨＡＮＡＫＯ' }))).toContain('"agents/1/login"')
  })
})

describe('on the floor', () => {
  test('whom the file names works by the file alone, everybody else by their account', () => {
    const { organisation } = load({}, withAgents({ login: 'yui@example.jp', attributes: ['vip'], weight: 4 }))
    const { agents } = floorRules(organisation, [yui, demoPeople[1]!])
    expect(agents[0]).toEqual({
      id: yui.agent,
      queues: ['que_orders'],
      skills: {},
      capacityUnits: 100,
      attributes: ['vip'],
      weight: 4,
    })
    expect(agents[1]).toMatchObject({ id: 'agt_james', skills: demoPeople[1]!.skills })
    expect(floorRules(organisation, [{ ...yui, disabled: true }]).agents).toEqual([])
  })

  test('[ST6] a step that names logins is for whoever has these accounts, and for nobody where there are none', () => {
    const steps = [{ for: '5s' }, { prefer: ['Yui@example.jp', 'nobody'], for: '9s' }]
    const { organisation } = load({}, { ...small, queues: [{ ...small.queues[0], steps }] })
    const allowedTo = (people: readonly Person[]) =>
      floorRules(organisation, people).queues[0]!.steps.map((one) => one.prefer)
    expect(allowedTo([yui])).toEqual([null, [yui.agent]])
    expect(allowedTo([])).toEqual([null, []])
  })

  test('what a step names must be able to be a login', () => {
    const steps = [{ prefer: ['no such login'], for: '9s' }]
    expect(refusalOf({}, { ...small, queues: [{ ...small.queues[0], steps }] })).toContain(
      '"queues/0/steps/0/prefer/0"',
    )
  })
})
