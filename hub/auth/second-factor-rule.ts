/** Whether people of a role prove themselves by a second factor: nobody is asked, who has one, or everybody. */
export type SecondFactorRule = 'off' | 'optional' | 'required'

/** By role; `*` is everybody whose role is not named. */
export type SecondFactorRules = Readonly<Record<string, SecondFactorRule>> & { readonly '*': SecondFactorRule }

/** The rule for people of this role. */
export const secondFactorRule = (rules: SecondFactorRules, role: string): SecondFactorRule =>
  Object.hasOwn(rules, role) ? rules[role]! : rules['*']
