/**
 * The part of the settings that the hub keeps in versions and takes while it runs: whom it serves and how, nothing of
 * the machine it runs on. A secret is never among it.
 */
import type { FileSettings } from './config-schema.ts'

/** What a document holds. To have another setting in versions: a line here. */
export const documentKeys = [
  'sites',
  'queues',
  'calendars',
  'reasons',
  'replies',
  'tags',
  'links',
  'thresholds',
  'attachments',
  'flows',
  'knowledge',
  'bots',
  'answerer',
  'agents',
  'roles',
] as const

export type OrganisationDocument = Pick<FileSettings, (typeof documentKeys)[number]>

/** What of these settings is kept in versions; what they do not say is not in it. */
export function documentOf(settings: FileSettings): OrganisationDocument {
  const said = documentKeys.filter((key) => settings[key] !== undefined)
  return Object.fromEntries(said.map((key) => [key, settings[key]]))
}

/** Names of settings that are read at a start only. */
export const settingsBeside = (settings: FileSettings): readonly string[] =>
  Object.keys(settings).filter((key) => !(documentKeys as readonly string[]).includes(key))
