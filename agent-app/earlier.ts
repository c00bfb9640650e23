/** The log of an earlier contact, fetched page by page until its end. */
import { limits, readEntry, type Entry, type ReplyBody } from '#protocol'

type Page = ReplyBody<'contact.read'>

/** Reads all entries. `page` asks the hub; what it rejects with goes to the caller. */
export async function readWholeLog(page: (after: number, limit: number) => Promise<Page>): Promise<readonly Entry[]> {
  const entries: Entry[] = []
  for (;;) {
    const { entries: wires, head } = await page(entries.length, limits.entriesPerFrameMax)
    for (const wire of wires) entries.push(readEntry(wire))
    if (entries.length >= head || wires.length === 0) return entries
  }
}
