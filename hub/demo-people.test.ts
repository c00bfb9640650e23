/** Who can sign in to the demo, at its first start and at later ones. */
import { expect, test } from 'vitest'
import { testIdentity } from './auth/testing.ts'
import { ensureDemoPeople } from './demo-people.ts'
import { demoOrganisation, demoPeople } from './demo.ts'
import { builtInRoles } from './model/rights.ts'

test('the demo has somebody of each role, all with the password of its first start', async () => {
  const { accounts } = testIdentity()
  const start = () => ensureDemoPeople(demoOrganisation, accounts, null, () => 'a long secret of this start')
  const password = await start()
  expect(password).toBe('a long secret ')
  expect(await start()).toBeNull()
  for (const { login } of demoPeople) expect(await accounts.prove(login, password!)).not.toBeNull()
  expect(new Set(demoPeople.map(({ role }) => role))).toEqual(new Set(Object.keys(builtInRoles)))
})

test('whoever a later build has added has the password of those who were there', async () => {
  const { accounts } = testIdentity()
  const [hanako] = demoPeople
  await accounts.save(hanako!, 'eleven blue herons')
  expect(await ensureDemoPeople(demoOrganisation, accounts, null, () => 'another one altogether')).toBeNull()
  expect((await accounts.prove('aya', 'eleven blue herons'))?.person.role).toBe('quality')
})
