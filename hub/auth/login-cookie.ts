/**
 * The cookie that carries an agent's login. Over HTTPS it has the `__Host-` prefix, with which a browser takes it from
 * this very host only and never from a neighbour's; plain HTTP, for this machine alone, cannot have it.
 */
const nameOf = (secure: boolean): string => (secure ? '__Host-madoguchi' : 'madoguchi')
const attributes = (secure: boolean): string => `Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`

/** Value of `Set-Cookie` that gives the login to the browser for `lifeMs`. */
export const loginCookie = (token: string, secure: boolean, lifeMs: number): string =>
  `${nameOf(secure)}=${token}; Max-Age=${Math.floor(lifeMs / 1_000)}; ${attributes(secure)}`

/** Value of `Set-Cookie` that takes it away. */
export const noLoginCookie = (secure: boolean): string => `${nameOf(secure)}=; Max-Age=0; ${attributes(secure)}`

/** The token in a `Cookie` header, '' when there is none. Of several with the name the first counts, as browsers order them. */
export function readLoginCookie(header: string, secure: boolean): string {
  const start = `${nameOf(secure)}=`
  const found = header.split(';').find((part) => part.trim().startsWith(start))
  return found?.trim().slice(start.length) ?? ''
}
