/** What somebody signs in with, in its one form: however it is typed, the same person is meant. */

const loginForm = /^[\p{L}\p{N}][\p{L}\p{N}._@+-]{0,63}$/u

/** What somebody typed as the login it is kept under, or null when no login can look like that. */
export function normalLogin(typed: string): string | null {
  const login = typed.normalize('NFKC').trim().toLowerCase()
  return loginForm.test(login) ? login : null
}
