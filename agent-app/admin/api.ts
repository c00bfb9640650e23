/** What the administration asks the hub by HTTP. An answer is what was asked for, or why not; nothing here throws. */

export type Answer<T> =
  | { readonly ok: true; readonly body: T }
  /**
   * `code` of hub/http/problems.ts, or `unreachable`; `words`: a sentence of the hub's, '' where there is none. `waitMs`: when
   * it is of use to try again, left out where the hub has not said it.
   */
  | { readonly ok: false; readonly code: string; readonly words: string; readonly waitMs?: number }

const guard = { 'x-madoguchi': '1' }

/** Reads from a path such as `/api/configuration`. */
export const ask = <T>(path: string): Promise<Answer<T>> => answered(() => fetch(path, { headers: guard }))

/** Asks for something to be done. */
export const tell = <T>(path: string, body: object): Promise<Answer<T>> =>
  answered(() =>
    fetch(path, {
      method: 'POST',
      headers: { ...guard, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  )

async function answered<T>(send: () => Promise<Response>): Promise<Answer<T>> {
  try {
    const answer = await send()
    const text = await answer.text()
    const body = (text === '' ? {} : JSON.parse(text)) as {
      code?: string
      words?: string
      retryAfterS?: number
    }
    if (answer.ok) return { ok: true, body: body as T }
    const { code = 'hub.failed', words = '', retryAfterS } = body
    return { ok: false, code, words, ...(retryAfterS !== undefined && { waitMs: retryAfterS * 1_000 }) }
  } catch {
    return { ok: false, code: 'unreachable', words: '' }
  }
}
