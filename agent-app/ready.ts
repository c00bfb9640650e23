/**
 * What is ready for agents: quick replies, the house's and their own, and tags. Asked for once for each version of the
 * configuration, and when an own one was kept; what was had last stands until the next has come.
 */
import type { OwnReply, ReplyBody } from '#protocol'
import type { Tag } from './elements/tags.ts'
import type { Reply } from './writing/find.ts'

/** As one of the house would be: in both languages as it was written, for all queues. */
const asReply = ({ key, text }: OwnReply): Reply => ({
  key,
  title: { en: key, ja: key },
  text: { en: text, ja: text },
  queues: [],
  isOwn: true,
})

export class Ready {
  /** The own ones first; null before they have come for the first time. */
  replies: readonly Reply[] | null = null
  own: readonly OwnReply[] = []
  tags: readonly Tag[] = []
  #version: number | null = null
  /** Only the newest answer counts. */
  #asked = 0

  constructor(
    private readonly ask: () => Promise<ReplyBody<'reply.list'>>,
    private readonly changed: () => void,
  ) {}

  /** This version is in force now. */
  follow(version: number): void {
    if (version === this.#version) return
    this.#version = version
    // Refused: this role writes to nobody. The next version may see that otherwise.
    this.again().catch(() => {})
  }

  /** Asks anew. Rejects with `Refused`. */
  async again(): Promise<void> {
    const asked = ++this.#asked
    const { replies, tags, own } = await this.ask()
    if (asked !== this.#asked) return
    this.own = own ?? []
    this.replies = [...this.own.map(asReply), ...replies]
    this.tags = tags
    this.changed()
  }
}
