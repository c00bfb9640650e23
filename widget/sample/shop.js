/**
 * The sample shop's own script: which language is shown, who is signed in, and a button that opens the counter. A plain script before
 * everything else, so that the page's language stands when the widget looks for it.
 */
;(() => {
  window.Madoguchi = window.Madoguchi || ((...call) => (window.Madoguchi.q = window.Madoguchi.q || []).push(call))

  const wanted = new URLSearchParams(location.search).get('lang') ?? (navigator.language.startsWith('ja') ? 'ja' : 'en')
  const language = wanted === 'ja' ? 'ja' : 'en'
  document.documentElement.lang = language
  document.title = language === 'ja' ? 'あおぞら珈琲' : 'Aozora Coffee'

  // Who is signed in at the shop. Its server, which in this sample is the hub itself, signs that for the chat.
  const customers = {
    ja: { key: 'misaki', name: '田中 美咲 様' },
    en: { key: 'james', name: 'James Whitfield' },
  }
  const words = {
    ja: { signIn: 'サインイン', signOut: (name) => `${name}（サインアウト）` },
    en: { signIn: 'Sign in', signOut: (name) => `${name} (sign out)` },
  }[language]
  const kept = 'aozora:customer'
  const customer = () => Object.values(customers).find(({ key }) => key === sessionStorage.getItem(kept))
  const token = async () => {
    const answer = await fetch(`/signed-in?as=${customer()?.key ?? ''}`)
    if (!answer.ok) throw new Error('nobody is signed in')
    return answer.text()
  }
  if (customer()) window.Madoguchi('identify', token)

  function showCustomer(button) {
    button.textContent = customer() ? words.signOut(customer().name) : words.signIn
  }

  function signInOrOut({ currentTarget: button }) {
    if (customer()) {
      sessionStorage.removeItem(kept)
      window.Madoguchi('logout')
    } else {
      sessionStorage.setItem(kept, customers[language].key)
      window.Madoguchi('identify', token)
    }
    showCustomer(button)
  }

  document.addEventListener('DOMContentLoaded', () => {
    for (const button of document.querySelectorAll('[data-sign-in]')) {
      showCustomer(button)
      button.addEventListener('click', signInOrOut)
    }
    for (const link of document.querySelectorAll('[data-keep-lang]'))
      link.href = `${link.getAttribute('href').split('?')[0]}?lang=${language}`
    for (const words of document.querySelectorAll('[data-ja]')) words.textContent = words.dataset[language]
    document.querySelector('[data-ask]').addEventListener('click', () => window.Madoguchi('open'))
  })
})()
