import { html, trusted, type Html } from './html.ts'

// Letters are plain or bold (700): where a system has no half-bold of its own, some take one from another family, with serifs.
const style = (accent: string) => trusted(`<style>
:root{--a:${accent};--ink:#16181d;--mute:#5f6672;--line:#e4e6ea;--bg:#fff;--bad:#b3261e;--tint:color-mix(in srgb,var(--a) 8%,var(--bg))}
@media(prefers-color-scheme:dark){:root{--a:color-mix(in srgb,${accent} 55%,#fff);--ink:#eceef1;--mute:#a2a9b4;--line:#2c3038;--bg:#111317;--bad:#ff8a80}.go{color:#111317!important}}
*{box-sizing:border-box}html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--ink);font:17px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:break-word}
main,header,footer{max-width:38rem;margin:0 auto;padding:0 1.25rem}
header{display:flex;justify-content:space-between;gap:1rem;padding-top:1.1rem;padding-bottom:.4rem;font-size:.95rem}
header b{display:flex;flex:none;max-width:50%;align-items:center;gap:.5rem}header b::before{content:"";flex:none;width:1.2rem;height:1.2rem;border-radius:.3rem;background:var(--a)}header span{color:var(--mute);text-align:right}header>*{min-width:0;overflow-wrap:anywhere}
h1{font-size:1.6rem;line-height:1.2;letter-spacing:-.01em;margin:1.1rem 0 .3rem}h2{font-size:1.1rem;margin:0 0 .2rem}
section{border-top:1px solid var(--line);padding:1.4rem 0 .6rem;margin-top:1.6rem}p{margin:.3rem 0 .8rem}.m{color:var(--mute)}.s{font-size:.9rem}
a{color:var(--a)}a:focus-visible,input:focus-visible,select:focus-visible,textarea:focus-visible,button:focus-visible,summary:focus-visible{outline:3px solid var(--a);outline-offset:2px}
label{display:block;font-weight:700;margin-top:1.1rem}label small{display:block;font-weight:400;color:var(--mute);font-size:.9rem}
input:is([type=text],[type=date],[type=file]),select,textarea{width:100%;margin-top:.35rem;padding:.7rem .8rem;font:inherit;color:inherit;background:var(--bg);border:1px solid color-mix(in srgb,var(--mute) 70%,var(--bg));border-radius:.5rem}
input[type=date]{min-height:3.05rem}textarea{min-height:5.4rem;resize:vertical}input::placeholder,textarea::placeholder{color:var(--mute);opacity:1}
fieldset{border:0;margin:1.1rem 0 0;padding:0}legend{padding:0;font-weight:700}.c{display:flex;gap:.7rem;align-items:center;font-weight:400}.c input{width:1.35rem;height:1.35rem;flex:none;accent-color:var(--a)}
.go{display:block;width:100%;min-height:3rem;margin:1.2rem 0 .6rem;padding:.7rem 1rem;font:inherit;font-weight:700;color:#fff;background:var(--a);border:0;border-radius:.5rem;cursor:pointer}
ul.l{list-style:none;margin:.4rem 0;padding:0}ul.l>li{padding:.75rem 0;border-bottom:1px solid var(--line)}ul.l>li:last-child{border:0}
.r{display:flex;justify-content:space-between;gap:1rem;align-items:baseline}.r>:last-child{flex:none;max-width:50%;text-align:right}.t{font-weight:700;overflow-wrap:anywhere}.n{font-variant-numeric:tabular-nums;font-weight:700;white-space:nowrap}
.y{color:var(--a);font-weight:700}.e{color:var(--bad);font-weight:700;font-size:.92rem;margin:.35rem 0 0}.box{background:var(--tint);border-radius:.6rem;padding:.9rem 1rem;margin:1rem 0}
.w{display:flex;gap:.8rem;align-items:center}.f{width:2.6rem;height:2.6rem;border-radius:50%;background:var(--a);color:var(--bg);display:grid;place-items:center;font-weight:700;flex:none}
blockquote{margin:.6rem 0;padding:.1rem 0 .1rem .9rem;border-left:3px solid var(--line);overflow-wrap:anywhere;white-space:pre-line}
ol.h{list-style:none;margin:.5rem 0;padding:0}ol.h li{padding:.4rem 0;display:flex;gap:1rem;justify-content:space-between}ol.h time{color:var(--mute);font-size:.9rem;text-align:right;flex:none}
footer{color:var(--mute);font-size:.85rem;padding-top:1.5rem;padding-bottom:3rem}.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--bg);padding:.4rem .8rem}
</style>`)

export type Frame = { title: string; vendor: string; accent: string; partner?: string; back?: { href: string; label: string }; body: Html; /** Empty where the page is nobody's. */ footer?: string }

/** A whole page for a partner: one column, no script, no image, no cookie, the system's own type, the vendor's colour. */
export function partnerPage(page: Frame): Html {
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex,nofollow"><meta name="color-scheme" content="light dark"><title>${page.title}</title>${style(page.accent)}</head>
<body><a class="skip" href="#main">Skip to content</a><header><b>${page.vendor}</b>${page.partner && html`<span dir="auto">${page.partner}</span>`}</header>
<main id="main">${page.back && html`<p class="s"><a href="${page.back.href}">← ${page.back.label}</a></p>`}${page.body}</main>
${page.footer !== '' && html`<footer>${page.footer ?? 'This page is yours: whoever has its address can use it. Keep it to yourself.'}</footer>`}</body></html>`
}

/** What every link that does not work shows, whatever the reason. */
export const deadLinkPage = partnerPage({
  title: 'This link does not work', vendor: 'Alongside', accent: '#0b6b4f',
  body: html`<h1>This link does not work</h1><p>It may have been replaced by a newer one, or a part of it got lost on the way. Nothing that you sent before is lost.</p><p>Ask the person who gave it to you for a new one, or look for their latest mail with “your page” in it.</p>`, footer: '',
})

/** What a partner sees when a page could not be made or a form not be read. */
export const troublePage = (sentence: string, requestId: string): Html => partnerPage({
  title: 'This did not work', vendor: 'Alongside', accent: '#0b6b4f',
  body: html`<h1>This did not work</h1><p>${sentence}</p><p>Go back in your browser: what you wrote is still there.</p><p class="m s">Request ${requestId}</p>`, footer: '',
})
