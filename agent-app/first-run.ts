/** Whether the hub serves nobody yet and whoever signs in can change that: then the guide is the first thing they see. */
import { isBlank } from './admin/guide/first-steps.ts'
import { ask } from './admin/api.ts'
import type { Document } from './admin/draft.ts'
import { may } from './may.ts'
import type { DeskLists } from './state.ts'

/** Asks the hub only where its floor shows no queue; false where it does not answer. */
export async function needsGuide({ me, queues }: Pick<DeskLists, 'me' | 'queues'>): Promise<boolean> {
  if (!may(me, 'configuration.change') || queues.length > 0) return false
  const versions = await ask<{ versions: readonly { readonly n: number }[] }>('/api/configuration')
  const last = versions.ok ? versions.body.versions.at(-1) : undefined
  const document = last === undefined ? null : await ask<Document>(`/api/configuration/${last.n}`)
  return document?.ok === true && isBlank(document.body)
}
