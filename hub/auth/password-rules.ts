/**
 * What a password must be, for the command line and HTTP alike: long, nothing that everybody tries, and not one's own name.
 * No signs of certain kinds are asked for and none expires, since both make people choose worse ones. To refuse another
 * word: a line in common-passwords.ts.
 */
import { commonParts } from './common-passwords.ts'
import { passwordLength } from './passwords.ts'

export type PasswordFault = 'password.short' | 'password.common' | 'password.known'

/** How much of a password must be left when what anybody would guess is taken out of it; letters and digits. */
const ownMin = 6
/** A name of one or two signs stands in many a good password by chance. */
const nameMin = 3

/** What is wrong with a password for this person, or null. One that is too long is for whoever reads it to refuse. */
export function passwordFault(
  password: string,
  person: { readonly login: string; readonly name: string },
): PasswordFault | null {
  if ([...password.normalize('NFKC')].length < passwordLength.min) return 'password.short'
  if (!hasOwn(password, namesOf(person))) return 'password.known'
  const isOwn = [password, plainOf(password)].every((text) => hasOwn(text, commonParts))
  return isOwn && !repeats(password) ? null : 'password.common'
}

const namesOf = ({ login, name }: { readonly login: string; readonly name: string }): readonly string[] =>
  [login, ...login.split(/[._@+-]/), ...name.split(/\s+/u), name]
    .map(folded)
    .filter((part) => [...part].length >= nameMin)
    .toSorted((one, other) => other.length - one.length)

/** True when the password holds none of these, or enough beside them. */
function hasOwn(password: string, parts: readonly string[]): boolean {
  const text = folded(password)
  const left = parts.reduce((rest, part) => rest.replaceAll(part, ' '), text)
  return left === text || left.replaceAll(/[^\p{L}\p{N}]/gu, '').length >= ownMin
}

const folded = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll(/\s/gu, '')

const lookAlikes: Readonly<Record<string, string>> = {
  '0': 'o',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
}
/** `P4ssw0rd` is `password`; a run of digits stays what it is. */
const plainOf = (text: string): string =>
  folded(text).replaceAll(/(?<=\p{L})[03457@$](?=\p{L})|[@$](?=\p{L})/gu, (sign) => lookAlikes[sign]!)

/** The same few signs again and again, or signs that follow one another: `abababababab`, `23456789abcdef`. */
function repeats(password: string): boolean {
  const signs = [...folded(password)]
  if (new Set(signs).size <= 4) return true
  const steps = signs.slice(1).filter((sign, at) => Math.abs(sign.codePointAt(0)! - signs[at]!.codePointAt(0)!) <= 1)
  return steps.length >= signs.length - ownMin / 2
}
