/**
 * The sample shop's own script: which language is shown, and a button that opens the counter. A plain script before
 * everything else, so that the page's language stands when the widget looks for it.
 */
;(() => {
  window.Madoguchi = window.Madoguchi || ((...call) => (window.Madoguchi.q = window.Madoguchi.q || []).push(call))

  const wanted = new URLSearchParams(location.search).get('lang') ?? (navigator.language.startsWith('ja') ? 'ja' : 'en')
  const language = wanted === 'ja' ? 'ja' : 'en'
  document.documentElement.lang = language
  document.title = language === 'ja' ? 'あおぞら珈琲' : 'Aozora Coffee'

  document.addEventListener('DOMContentLoaded', () => {
    for (const link of document.querySelectorAll('[data-keep-lang]'))
      link.href = `${link.getAttribute('href').split('?')[0]}?lang=${language}`
    for (const words of document.querySelectorAll('[data-ja]')) words.textContent = words.dataset[language]
    document.querySelector('[data-ask]').addEventListener('click', () => window.Madoguchi('open'))
  })
})()
