/** PURE: which page of the administration an address names: `#admin=queues/orders`. */

export interface AdminPlace {
  /** '' for the list of sections. */
  readonly section: string
  /** '' for the section's first page. */
  readonly path: string
}

const form = /^#admin(?:=([a-z-]+)(?:\/(.*))?)?$/i

/** The page that the address names; null when it names none of the administration. */
export function readAddress(hash: string): AdminPlace | null {
  const found = form.exec(hash)
  if (found === null) return null
  const [, section = '', path = ''] = found
  try {
    return { section, path: path.split('/').map(decodeURIComponent).join('/') }
  } catch {
    return { section, path: '' }
  }
}

export function writeAddress({ section, path }: AdminPlace): string {
  if (section === '') return '#admin'
  return `#admin=${section}${path === '' ? '' : `/${path.split('/').map(encodeURIComponent).join('/')}`}`
}
