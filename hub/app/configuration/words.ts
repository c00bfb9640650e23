/** Plans and versions as an administrator reads them in a terminal: plain English, one fact a line. */
import type { Applied, ConfigurationPlan, ConfigurationVersion, SettingChange, TouchedQueue } from '../../http/door.ts'

/** A value that would fill the screen is cut here, characters. */
const valueMax = 100
const indent = '      '

/** The lines of a plan. `replan`: whether those who wait get the new steps. */
export function planLines({ from, changes, touched, warnings }: ConfigurationPlan): readonly string[] {
  if (changes.length === 0 && touched.length === 0)
    return [`Version ${from} is in force, and says the same: there is nothing to change.`, ...warningLines(warnings)]
  return [
    changes.length === 0
      ? `Version ${from} is in force, and says the same.`
      : `Version ${from} is in force. This would change:`,
    ...changeLines(changes),
    '',
    ...(touched.length === 0 ? ['No waiting contact is touched.'] : ['Waiting contacts:', ...touched.map(touchedLine)]),
    ...warningLines(warnings),
  ]
}

/** Entry by entry, each setting with what it was and what it is. */
export function changeLines(changes: readonly SettingChange[]): readonly string[] {
  let entry = ''
  return changes.flatMap((change) => {
    const name = `${change.what} ${change.name}`.trim()
    const whole = change.setting === '' && change.change !== 'changed'
    const head = whole || entry !== name ? [`  ${whole ? signs[change.change] : signs.changed} ${name}`] : []
    entry = whole ? '' : name
    return whole ? head : [...head, `${indent}${change.setting}: ${shown(change.before)} -> ${shown(change.after)}`]
  })
}

const signs = { added: '+', removed: '-', changed: '~' } as const

function shown(value: unknown): string {
  if (value === undefined) return '(not said)'
  const text = JSON.stringify(value)
  return text.length > valueMax ? `${text.slice(0, valueMax - 3)}...` : text
}

function touchedLine({ queue, waiting, losesQueue, newRules, keepsSteps, newSteps }: TouchedQueue): string {
  const ways = [
    [losesQueue, 'in a queue that takes nobody new, until its agents have taken them'],
    [newRules, 'served by the new rules of the queue at once'],
    [keepsSteps, 'with the steps they joined under (--replan gives them the new ones)'],
    [newSteps, 'with the new steps, from the first'],
  ] as const
  const told = ways.filter(([count]) => count > 0).map(([count, way]) => `${count} ${way}`)
  return `  ${queue}: ${waiting} waiting: ${told.join('; ')}`
}

const warningLines = (warnings: readonly string[]): readonly string[] =>
  warnings.length === 0 ? [] : ['', 'Look at this:', ...warnings.map((warning) => `  ${warning}`)]

/** One sentence on what is served now. */
export function appliedWords({ version, isNew, replanned, changes }: Applied): string {
  const contacts = replanned === 1 ? '1 waiting contact has' : `${replanned} waiting contacts have`
  const steps = replanned === 0 ? '' : ` ${contacts} the steps of today.`
  if (!isNew) return `Version ${version} is served already, and says the same.${steps}`
  const settings = changes.length === 1 ? '1 difference' : `${changes.length} differences`
  return `Version ${version} is served now, with ${settings} to the one before.${steps}`
}

/** `3  2026-11-22T05:00:00.000Z  command line  rollback to 1  a note`. The digest's beginning tells equal ones. */
export const versionLine = ({ n, at, by, source, of, note, digest }: ConfigurationVersion): string =>
  [String(n).padStart(5), isoOf(at), digest.slice(0, 8), by, of === null ? source : `${source} to ${of}`, note]
    .filter((part) => part !== '')
    .join('  ')

const isoOf = (at: number): string => new Date(at).toISOString()
