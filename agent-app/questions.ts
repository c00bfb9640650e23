/** What an agent asks the hub that moves nothing: who somebody is, what was said, what is known, and why. Each rejects with `Refused`. */
import type { HubClient } from '#client'
import type { ContactSummary, Entry, Locale, ReplyBody, RequestBody, WhyContact } from '#protocol'
import type { ContactId } from './desk-view.ts'
import { readWholeLog } from './earlier.ts'

export class Questions {
  constructor(private readonly client: HubClient) {}

  /** Earlier contacts of the customer, newest first. */
  async earlier(contact: ContactId): Promise<readonly ContactSummary[]> {
    return (await this.client.request('contact.earlier', { contact, limit: 20 }).done).contacts
  }

  /** The whole log of one of them. */
  async readEarlier(contact: ContactId, earlier: ContactId): Promise<readonly Entry[]> {
    return await readWholeLog(
      (after, limit) => this.client.request('contact.read', { contact, earlier, after, limit }).done,
    )
  }

  /** The card of its customer. */
  async card(contact: ContactId): Promise<ReplyBody<'customer.card'>> {
    return await this.client.request('customer.card', { contact }).done
  }

  /** What the company knows of a text, the likeliest first. */
  async knowledge(text: string, locale: Locale, limit: number): Promise<ReplyBody<'knowledge.search'>['entries']> {
    return (await this.client.request('knowledge.search', { text, locale, limit }).done).entries
  }

  /** Messages that hold a text, of the contacts that one may read, the newest first. */
  async search(asked: RequestBody<'contact.search'>): Promise<ReplyBody<'contact.search'>> {
    return await this.client.request('contact.search', asked).done
  }

  /** Quick replies and tags of the configuration in force. */
  async replies(): Promise<ReplyBody<'reply.list'>> {
    return await this.client.request('reply.list', {}).done
  }

  /** Keeps a quick reply of one's own under this word; '' takes it away. */
  async keepReply(key: string, text: string): Promise<void> {
    await this.client.request('reply.keep', { key, text }).done
  }

  /** The own figures since an instant. */
  async figures(from: number): Promise<ReplyBody<'agent.figures'>> {
    return await this.client.request('agent.figures', { from }).done
  }

  /** Why it waits, why it is not the agent's, how its offers were decided. */
  async why(contact: string): Promise<WhyContact> {
    return await this.client.request('contact.why', { contact: contact as ContactId }).done
  }
}
